import type { ArrayShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { ArrayModule, Port } from '../../design.ts';
import { bitLength } from '../../systemverilog.ts';
import { busesOf } from '../buses.ts';
import { RS_WIDTH } from '../format-ports.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines } from '../ports.ts';
import { declarations, localparams, lsbText, type Parameter, type Signal } from '../text.ts';
import { connections } from './connections.ts';
import { controlPorts } from './control/view.ts';
import { controlWord } from './control-word.ts';
import { actEdgePorts, weightEdgePorts } from './edge/sides.ts';
import { footPorts } from './foot.ts';
import { formatPorts, modePorts, tilePorts } from './tile.ts';
import { arrayStory } from './top-story.ts';

/** Streams in the order of a tile's life. */
export function arrayPorts({ shape, arithmetic }: ArrayResolved): Port[] {
  const { rows, cols, lanes, containerBits, startWidth, scaleWidth, activation } = shape;
  const channels = cols * lanes.length;
  const each = lanes.length === 1 ? 'column' : 'column and lane';
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, 'synchronous, active low: forgets everything'),
    input('weight_valid_i', 1, 'a row of a tile is offered'),
    output('weight_ready_o', 1, 'and taken'),
    input('weight_data_i', cols * containerBits, 'bottom row first; per column a container'),
    ...modePorts(shape, 'tile_mode_i'),
    ...formatPorts(shape, 'tile_weight_', 'the weights'),
    ...tilePorts(shape),
    input('channel_valid_i', 1, 'a channel set is offered'),
    output('channel_ready_o', 1, 'and taken'),
    ...(startWidth > 0
      ? [
          input(
            'channel_start_i',
            channels * startWidth,
            `per ${each} a start value, ${lsbText(arithmetic.accumulatorFraction)}`,
          ),
        ]
      : []),
    input(
      'channel_scale_i',
      channels * scaleWidth,
      `per ${each} a log scale, ${lsbText(arithmetic.fraction)}`,
    ),
    input('act_valid_i', 1, 'a vector is offered'),
    output('act_ready_o', 1, 'and taken'),
    input('act_data_i', rows * activation.n, 'per row an activation word'),
    output('result_valid_o', 1, 'a result is offered'),
    input('result_ready_i', 1, 'and taken'),
    output('result_data_o', cols * busesOf(shape).result, `per ${each} a word`),
  ];
}

/** Sections in dataflow order. */
export interface ArrayView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly control: InstanceView & WithSignals;
  readonly edges: WithSignals & {
    readonly instances: readonly (InstanceView & { readonly name: string })[];
  };
  readonly grid: InstanceView & WithSignals;
  readonly foot: InstanceView;
}

interface InstanceView {
  readonly module: string;
  readonly connections: readonly string[];
}

interface WithSignals {
  readonly signals: readonly string[];
}

/** Names of the modules that the array instantiates. */
export interface ArrayChildren {
  readonly control: string;
  readonly weightEdge: string;
  readonly actEdge: string;
  readonly grid: string;
  readonly foot: string;
}

export function arrayView(
  module: ArrayModule,
  children: ArrayChildren,
  resolved: ArrayResolved,
  provenance: Provenance,
): ArrayView {
  const { shape } = resolved;
  return {
    header: header(arrayStory(resolved), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    control: {
      signals: declarations(controlSignals(shape)),
      module: children.control,
      connections: connect(resolved, controlPorts(shape), {
        ctrl_i: 'ctrl[Cols*CtrlWidth +: CtrlWidth]',
        ctrl_o: 'ctrl[0 +: CtrlWidth]',
      }),
    },
    edges: {
      signals: declarations([
        { name: 'weight', width: 'Cols*WeightWidth', meaning: 'decoded row of a tile' },
        { name: 'act', width: 'Rows*ActWidth', meaning: 'decoded vector' },
      ]),
      instances: [
        {
          name: 'u_weight_edge',
          module: children.weightEdge,
          connections: connect(resolved, weightEdgePorts(shape), {
            mode_i: 'tile_mode_i',
            es_i: 'tile_weight_es_i',
            rs_i: 'tile_weight_rs_i',
          }),
        },
        {
          name: 'u_act_edge',
          module: children.actEdge,
          connections: connect(resolved, actEdgePorts(shape), { es_i: 'act_es', rs_i: 'act_rs' }),
        },
      ],
    },
    grid: {
      signals: declarations([
        { name: 'sum', width: 'Cols*SumWidth', meaning: 'tile sums at the bottom' },
        { name: 'nar', width: 'Cols*Lanes', meaning: 'an operand of the tile was NaR' },
      ]),
      module: children.grid,
      connections: connections({
        clk_i: 'clk_i',
        load_i: 'load',
        swap_i: 'swap',
        act_i: 'act',
        weight_i: 'weight',
        sum_o: 'sum',
        nar_o: 'nar',
      }),
    },
    foot: {
      module: children.foot,
      connections: connect(resolved, footPorts(resolved), {
        set_write_i: 'set_write',
        start_i: 'channel_start_i[col*Lanes*StartWidth +: Lanes*StartWidth]',
        scale_i: 'channel_scale_i[col*Lanes*ScaleWidth +: Lanes*ScaleWidth]',
        ctrl_i: 'ctrl[col*CtrlWidth +: CtrlWidth]',
        sum_i: 'sum[col*SumWidth +: SumWidth]',
        nar_i: 'nar[col*Lanes +: Lanes]',
        ctrl_o: 'ctrl[(col+1)*CtrlWidth +: CtrlWidth]',
        result_o: 'result_data_o[col*Lanes*CodeWidth +: Lanes*CodeWidth]',
      }),
    },
  };
}

/** Connects a child's ports: as said, else to the array's own, else to the signal of the name. */
function connect(
  resolved: ArrayResolved,
  ports: readonly Port[],
  special: Readonly<Record<string, string>>,
): string[] {
  const own = new Set(arrayPorts(resolved).map(({ name }) => name));
  const signal = (name: string) =>
    special[name] ?? (own.has(name) ? name : name.replace(/_[io]$/, ''));
  return connections(Object.fromEntries(ports.map(({ name }) => [name, signal(name)])));
}

function parameters(shape: ArrayShape): Parameter[] {
  const { rows, cols, lanes, runTime, maxEs, startWidth, scaleWidth } = shape;
  const { act, weight, sum } = busesOf(shape);
  const sums = lanes.map(({ tileWidth }) => tileWidth).join(' + ');
  return [
    { name: 'Rows', value: rows, why: 'R: inputs of a tile' },
    { name: 'Cols', value: cols, why: 'C' },
    { name: 'Lanes', value: lanes.length, why: 'output channels of a column' },
    { name: 'ActWidth', value: act, why: 'a decoded activation: {nar, zero, sign, log}' },
    { name: 'WeightWidth', value: weight, why: 'the same of the weights of all lanes of a PE' },
    { name: 'SumWidth', value: sum, why: `P_I of all lanes: ${sums}` },
    ...(startWidth > 0 ? [{ name: 'StartWidth', value: startWidth, why: 'of a start value' }] : []),
    { name: 'ScaleWidth', value: scaleWidth, why: 'of a log scale' },
    { name: 'CodeWidth', value: shape.output.n, why: 'n of the results' },
    ...(runTime && maxEs > 0 ? [{ name: 'EsWidth', value: bitLength(maxEs), why: 'of es' }] : []),
    ...(runTime ? [{ name: 'RsWidth', value: RS_WIDTH, why: 'of rs' }] : []),
    { name: 'SetWidth', value: bitLength(shape.channelSets - 1), why: 'place of a channel set' },
    { name: 'SlotWidth', value: bitLength(shape.resultSlots - 1), why: 'place of a result' },
    { name: 'CtrlWidth', value: controlWord(shape).width, why: 'of a control word' },
  ];
}

function controlSignals({ runTime, maxEs }: ArrayShape): Signal[] {
  return [
    { name: 'load', width: 'Rows', meaning: 'row takes a beat of weights from above' },
    { name: 'swap', width: 'Rows', meaning: 'row makes them its active ones' },
    ...(runTime && maxEs > 0
      ? [{ name: 'act_es', width: 'EsWidth', meaning: 'es of the vector that enters' }]
      : []),
    ...(runTime ? [{ name: 'act_rs', width: 'RsWidth', meaning: 'rs of the same' }] : []),
    { name: 'set_write', meaning: 'a channel set is written' },
    { name: 'set', width: 'SetWidth', meaning: 'where to' },
    { name: 'read_slot', width: 'SlotWidth', meaning: 'result that is offered' },
    {
      name: 'ctrl',
      width: '(Cols+1)*CtrlWidth',
      meaning: 'control words: into each foot, out of the last',
    },
  ];
}
