import { lanesOfWord } from '../../../golden/exact/index.ts';
import type { ArrayShape, LaneShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { ArrayModule, Port } from '../../design.ts';
import { bitLength, svLiteral, svSignExtend } from '../../systemverilog.ts';
import { busesOf, widestSum } from '../buses.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines } from '../ports.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  lsbText,
  type Parameter,
} from '../text.ts';
import { connections } from './connections.ts';
import {
  type ControlFieldName,
  controlSlice,
  controlWord,
  fieldParameters,
  hasField,
} from './control-word.ts';
import { MODE_BITS, modeCode, modeText } from './tile.ts';

export function footPorts({ shape, arithmetic }: ArrayResolved): Port[] {
  const { lanes, startWidth, scaleWidth, channelSets, resultSlots } = shape;
  const { sum, result } = busesOf(shape);
  const ctrl = controlWord(shape).width;
  const startLsb = lsbText(arithmetic.accumulatorFraction);
  const scaleLsb = lsbText(arithmetic.fraction);
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, 'synchronous, active low: no vector is under way'),
    input('set_write_i', 1, 'a channel set is written at this edge'),
    input('set_i', bitLength(channelSets - 1), 'where to'),
    ...(startWidth > 0
      ? [input('start_i', lanes.length * startWidth, `start value of each lane, ${startLsb}`)]
      : []),
    input('scale_i', lanes.length * scaleWidth, `log scale of each lane, ${scaleLsb}`),
    input('ctrl_i', ctrl, 'control word of the tile sums'),
    input('sum_i', sum, `tile sum of each lane, ${startLsb}`),
    input('nar_i', lanes.length, 'per lane: an operand of the tile was NaR'),
    input('read_slot_i', bitLength(resultSlots - 1), 'slot that result_o shows'),
    output('ctrl_o', ctrl, 'control word for the next column, a cycle later'),
    output('result_o', result, 'word of each lane'),
  ];
}

/** Sections in dataflow order. */
export interface FootView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly sets: {
    readonly memories: readonly string[];
    readonly signals: readonly string[];
    readonly writes: readonly string[];
    readonly reads: readonly string[];
  };
  readonly accumulate: InstanceView & { readonly signals: readonly string[] };
  readonly encode: EncodeView;
  /** Null where every mode uses all lanes. */
  readonly idle: IdleView | null;
  /** Where the words of a vector go. */
  readonly slot: string;
}

interface InstanceView {
  readonly module: string;
  readonly connections: readonly string[];
}

interface EncodeView extends InstanceView {
  readonly signals: readonly string[];
  /** Sums by lane, and as wide as the widest; null where all are. */
  readonly widen: { readonly parts: string; readonly sums: readonly string[] } | null;
}

interface IdleView {
  readonly modes: string;
  readonly mode: string;
  readonly rows: readonly { readonly pattern: string; readonly used: string }[];
}

/** Names of the modules that a foot instantiates. */
export interface FootChildren {
  readonly accumulator: string;
  readonly encoder: string;
}

export function footView(
  module: ArrayModule,
  children: FootChildren,
  resolved: ArrayResolved,
  provenance: Provenance,
): FootView {
  const { shape } = resolved;
  const word = controlWord(shape);
  return {
    header: header(story(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    sets: setsView(shape),
    accumulate: accumulateView(children.accumulator, shape),
    encode: encodeView(children.encoder, shape),
    idle: idleView(shape),
    slot: controlSlice(word, 'slot', 'ctrl_q'),
  };
}

function story({ lanes, channelSets, resultSlots }: ArrayShape): string[] {
  const channels = lanes.length === 1 ? 'output channel' : `${lanes.length} output channels`;
  return [
    `Foot of one column: takes the tile sums of its ${channels} from the bottom of the grid, adds ` +
      'up those of several tiles, and encodes what is finished.',
    '',
    'Its control word comes with each vector and goes on to the next column, where the vector ' +
      'arrives a cycle later. In the cycle of ctrl_i the tile sums are accumulated; in the next ' +
      'one finished sums are scaled and encoded; the cycle after that result_o can show them.',
    '',
    `${channelSets} channel sets hold start values and log scales: a sum ends with its own while ` +
      `those of later sums are written. ${resultSlots} result slots hold all that can be under way.`,
  ];
}

function parameters(shape: ArrayShape): Parameter[] {
  const { lanes, startWidth, scaleWidth, channelSets, resultSlots, output: words } = shape;
  const word = controlWord(shape);
  const used: ControlFieldName[] = [
    'valid',
    'last',
    'first',
    'relu',
    'set',
    'slot',
    'index',
    'mode',
    'out_es',
    'out_rs',
  ];
  return [
    { name: 'Lanes', value: lanes.length, why: 'output channels of the column' },
    { name: 'Sets', value: channelSets, why: 'channel sets' },
    { name: 'Slots', value: resultSlots, why: 'result slots: R + C + 3' },
    ...(startWidth > 0 ? [{ name: 'StartWidth', value: startWidth, why: 'of a start value' }] : []),
    { name: 'ScaleWidth', value: scaleWidth, why: 'of a log scale' },
    ...accParameters(shape),
    { name: 'CodeWidth', value: words.n, why: 'n of the results' },
    { name: 'CtrlWidth', value: word.width, why: 'of a control word, with these fields:' },
    ...fieldParameters(word, used),
  ];
}

function accParameters(shape: ArrayShape): Parameter[] {
  const { lanes } = shape;
  const all = { name: 'SumsWidth', value: busesOf(shape).acc, why: 'of the sums of all lanes' };
  if (equallyWide(lanes)) return [{ name: 'AccWidth', value: widestSum(lanes), why: 'P_O' }, all];
  return [
    ...lanes.map(({ index, width }) => ({
      name: `Acc${index}Width`,
      value: width,
      why: `P_O of lane ${index}`,
    })),
    { name: 'AccWidth', value: widestSum(lanes), why: 'of the widest lane' },
    all,
  ];
}

function equallyWide(lanes: readonly LaneShape[]): boolean {
  return lanes.every(({ width }) => width === widestSum(lanes));
}

function setsView(shape: ArrayShape): FootView['sets'] {
  const word = controlWord(shape);
  const starts = shape.startWidth > 0;
  return {
    memories: [
      ...(starts ? [`logic [Lanes*StartWidth-1:0] starts_q [Sets];  // start values`] : []),
      `logic [Lanes*ScaleWidth-1:0] scales_q [Sets];  // log scales`,
    ],
    writes: [...(starts ? ['starts_q[set_i] <= start_i;'] : []), 'scales_q[set_i] <= scale_i;'],
    signals: declarations([
      ...(starts
        ? [{ name: 'starts', width: 'Lanes*StartWidth', meaning: 'of the sums that are added to' }]
        : []),
      { name: 'scales', width: 'Lanes*ScaleWidth', meaning: 'of the sums that are encoded' },
    ]),
    reads: assignments({
      ...(starts ? { starts: `starts_q[${controlSlice(word, 'set', 'ctrl_i')}]` } : {}),
      scales: `scales_q[${controlSlice(word, 'set', 'ctrl_q')}]`,
    }),
  };
}

function accumulateView(module: string, shape: ArrayShape): FootView['accumulate'] {
  const word = controlWord(shape);
  const field = (name: ControlFieldName) => controlSlice(word, name, 'ctrl_i');
  return {
    signals: declarations([
      { name: 'acc', width: 'SumsWidth', meaning: 'finished sums' },
      { name: 'nar', width: 'Lanes', meaning: 'an operand of the sum was NaR' },
    ]),
    module,
    connections: connections({
      clk_i: 'clk_i',
      valid_i: field('valid'),
      first_i: field('first'),
      last_i: field('last'),
      ...(hasField(word, 'index') ? { index_i: field('index') } : {}),
      ...(shape.startWidth > 0 ? { start_i: 'starts' } : {}),
      sum_i: 'sum_i',
      nar_i: 'nar_i',
      acc_o: 'acc',
      nar_o: 'nar',
    }),
  };
}

function encodeView(module: string, shape: ArrayShape): EncodeView {
  const { lanes } = shape;
  const word = controlWord(shape);
  const field = (name: ControlFieldName) => controlSlice(word, name, 'ctrl_q');
  const perLane = (name: string, width: string) => `${name}[lane*${width} +: ${width}]`;
  const widest = widestSum(lanes);
  const equal = equallyWide(lanes);
  const downwards = [...lanes].reverse();
  return {
    signals: declarations([
      ...(equal
        ? []
        : [
            ...lanes.map(({ index }) => ({
              name: `acc_${index}`,
              width: `Acc${index}Width`,
              signed: true,
              meaning: `finished sum of lane ${index}`,
            })),
            { name: 'sums', width: 'Lanes*AccWidth', meaning: 'the same, all equally wide' },
          ]),
      { name: 'words', width: 'Lanes*CodeWidth', meaning: 'of each lane' },
    ]),
    widen: equal
      ? null
      : {
          parts: concatenation(downwards.map(({ index }) => `acc_${index}`)),
          sums: downwards.map(
            ({ index, width }) =>
              `${svSignExtend(`acc_${index}`, width, widest)}${index > 0 ? ',' : ''}`,
          ),
        },
    module,
    connections: connections({
      ...(hasField(word, 'out_es') ? { es_i: field('out_es') } : {}),
      ...(hasField(word, 'out_rs') ? { rs_i: field('out_rs') } : {}),
      scale_i: perLane('scales', 'ScaleWidth'),
      relu_i: field('relu'),
      acc_i: perLane(equal ? 'acc' : 'sums', 'AccWidth'),
      nar_i: 'nar[lane]',
      code_o: hasField(word, 'mode') ? 'code' : perLane('words', 'CodeWidth'),
    }),
  };
}

function idleView(shape: ArrayShape): IdleView | null {
  const { modes, lanes } = shape;
  const word = controlWord(shape);
  if (!hasField(word, 'mode')) return null;
  const rows = modes.filter((n) => lanesOfWord(n) < lanes.length);
  return {
    modes: modeText(shape),
    mode: controlSlice(word, 'mode', 'ctrl_q'),
    rows: rows.map((n) => {
      const used = 2 ** lanesOfWord(n) - 1;
      return {
        pattern: `${MODE_BITS}'b${modeCode(n)}`,
        used: svLiteral(used, lanes.length, 'binary'),
      };
    }),
  };
}
