import { alignColumns, wrap } from '../../../../system/text.ts';
import type { ArrayShape } from '../../../config/array-shape.ts';
import type { ArrayModule, Port } from '../../../design.ts';
import { bitLength, svLiteral } from '../../../systemverilog.ts';
import { total } from '../../buses.ts';
import { RS_WIDTH } from '../../format-ports.ts';
import { type HeaderView, header, type Provenance } from '../../header.ts';
import { input, output, portLines } from '../../ports.ts';
import { declarations, localparams, type Parameter, slice, unusedValue } from '../../text.ts';
import { controlRows, controlWord, fieldParameters } from '../control-word.ts';
import { formatParts, modeParts, modePorts, tilePorts } from '../tile.ts';
import { registers, sizesOf, successor } from './state.ts';
import { tileParts } from './tile.ts';

export function controlPorts(shape: ArrayShape): Port[] {
  const { rows, runTime, maxEs, channelSets, resultSlots } = shape;
  const ctrl = controlWord(shape).width;
  const lines = rows > 1 ? 'row n, n cycles late: ' : '';
  const es = output('act_es_o', bitLength(maxEs), "es of this cycle's vector");
  const rs = output('act_rs_o', RS_WIDTH, "rs of this cycle's vector");
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, 'synchronous, active low: forgets everything'),
    input('weight_valid_i', 1, 'a row of a tile is offered'),
    output('weight_ready_o', 1, 'and taken'),
    ...modePorts(shape, 'tile_mode_i'),
    ...tilePorts(shape),
    input('channel_valid_i', 1, 'a channel set is offered'),
    output('channel_ready_o', 1, 'and taken'),
    input('act_valid_i', 1, 'a vector is offered'),
    output('act_ready_o', 1, 'and taken'),
    output('result_valid_o', 1, 'a result is offered'),
    input('result_ready_i', 1, 'and taken'),
    output('load_o', rows, `${lines}shadow registers take weights`),
    output('swap_o', rows, `${lines}the weights in them become active`),
    ...(runTime ? [...(maxEs > 0 ? [es] : []), rs] : []),
    output('set_write_o', 1, 'feet: write the channel set at this edge'),
    output('set_o', bitLength(channelSets - 1), 'where to'),
    output('ctrl_o', ctrl, 'control word for the first foot'),
    input('ctrl_i', ctrl, 'control word that the last foot is done with'),
    output('read_slot_o', bitLength(resultSlots - 1), 'feet: result slot to show'),
  ];
}

/** Sections in dataflow order. */
export interface ControlView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly state: readonly string[];
  readonly load: { readonly all: string };
  readonly tile: TileView;
  readonly vectors: {
    readonly signals: readonly string[];
    /** Whether a tile can have more than one vector. */
    readonly index: boolean;
  };
  readonly sets: { readonly next: string };
  readonly reset: readonly string[];
  readonly next: readonly string[];
  /** Null where there is one row only. */
  readonly waves: { readonly one: string } | null;
  readonly word: WordView;
  /** Slices that nothing reads. */
  readonly unused: string;
}

interface TileView {
  readonly signals: readonly string[];
  /** A tile's description as it comes in, and its parts; the lowest bits last. */
  readonly taken: readonly string[];
  readonly parts: readonly string[];
}

interface WordView {
  /** `remaining` when the last vector of a tile enters. */
  readonly lastVector: string;
  /** All but valid, the lowest bits last. */
  readonly fields: readonly string[];
}

export function controlView(
  module: ArrayModule,
  shape: ArrayShape,
  provenance: Provenance,
): ControlView {
  const { rows, vectors, channelSets } = shape;
  const { rowCount } = sizesOf(shape);
  const state = registers(shape);
  const widest = Math.max(...state.map(({ name }) => name.length));
  return {
    header: header(story(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    state: declarations([
      {
        name: 'pending_q',
        width: 'TileWidth',
        meaning: 'description of the tile in the shadow registers',
      },
      { name: 'pending_vectors_q', width: 'VectorsWidth', meaning: 'number of its vectors' },
      { name: 'current_q', width: 'TileWidth', meaning: 'description of the current tile' },
      ...state,
    ]),
    load: { all: svLiteral(rows, rowCount.value) },
    tile: tileView(shape),
    vectors: {
      index: vectors > 1,
      signals: declarations([
        { name: 'remaining', width: 'VectorsWidth', meaning: 'vectors of the tile still to enter' },
        ...(vectors > 1
          ? [{ name: 'index', width: 'IndexWidth', meaning: 'place of the next one' }]
          : []),
      ]),
    },
    sets: { next: successor('current_set_q', channelSets) },
    reset: state
      .filter(({ reset }) => reset !== null)
      .map(({ name, reset }) => `${name.padEnd(widest)} <= ${reset};`),
    next: state.map(({ name, next }) =>
      next.startsWith(name) ? next.replace(name, name.padEnd(widest)) : next,
    ),
    waves: rows > 1 ? { one: svLiteral(1, rowCount.value) } : null,
    word: wordView(shape),
    unused: unusedValue([slice('ctrl_i', controlWord(shape).width - 1, RETURNED_FIELDS.length)]),
  };
}

/** What control reads of a word that comes back; these are its low bits. */
const RETURNED_FIELDS = ['valid', 'last', 'end'] as const;

function story(shape: ArrayShape): string[] {
  const { rows, vectors } = shape;
  const layout = alignColumns(controlRows(controlWord(shape))).map((row) => `  ${row}`);
  return [
    'Control of the array: when tiles, vectors and results move. All of its ready outputs and ' +
      'result_valid_o are made of registers alone.',
    '',
    `A tile is complete after ${rows === 1 ? 'its only row' : `${rows} rows`}. It starts (swap) as ` +
      'soon as the vectors of the tile before have entered; if it begins sums, not before their ' +
      `channel set is there. Then it takes ${vectors === 1 ? 'its vector' : 'its vectors'}, while ` +
      'the next tile is loaded. A vector whose results will leave takes a result slot when it ' +
      'enters, so nothing that is under way ever has to wait.',
    '',
    'The control word follows a vector along the feet, one after the other; what comes back from ' +
      'the last one counts the result. Its fields:',
    '',
    ...layout,
  ];
}

function parameters(shape: ArrayShape): Parameter[] {
  const { rows, vectors } = shape;
  const sizes = sizesOf(shape);
  const word = controlWord(shape);
  const parts = tileParts(shape);
  const formats = formatParts(shape);
  const description = [...formats, ...formats, ...modeParts(shape)].map(({ width }) => width.value);
  const flags = parts.length - description.length;
  return [
    ...(rows > 1 ? [{ name: 'Rows', value: rows, why: 'R' }] : []),
    sizes.rowCount,
    sizes.vectors,
    ...(vectors > 1 ? [sizes.index] : []),
    sizes.set,
    sizes.setCount,
    sizes.slot,
    sizes.slotCount,
    ...formats.map(({ width }) => width),
    ...modeParts(shape).map(({ width }) => width),
    {
      name: 'TileWidth',
      value: flags + total(description),
      why: 'description of a tile, without the number of its vectors',
    },
    { name: 'TileFirstBit', value: 0, why: 'in the description: the tile begins sums' },
    { name: 'CtrlDelay', value: rows + 1, why: 'R + 1: from a vector to its tile sum in column 0' },
    { name: 'FieldsWidth', value: word.width - 1, why: 'of a control word without valid' },
    ...fieldParameters(word, RETURNED_FIELDS),
  ];
}

function tileView(shape: ArrayShape): TileView {
  const parts = tileParts(shape);
  return {
    signals: declarations([
      { name: 'tile', width: 'TileWidth', meaning: "description of this cycle's tile:" },
      ...parts.flatMap(({ name, width, meaning }) =>
        meaning === null
          ? []
          : [{ name, meaning, ...(width === undefined ? {} : { width: width.name }) }],
      ),
    ]),
    taken: list(parts.map(({ port }) => port)),
    parts: list(parts.map(({ name }) => name)),
  };
}

/** Where the control word's fields come from, if not from a signal of the same name. */
const FIELD_SOURCES: Readonly<Record<string, string>> = { slot: 'slot_q', end: 'ends' };

function wordView(shape: ArrayShape): WordView {
  const [, ...fields] = controlWord(shape).fields;
  return {
    lastVector: svLiteral(1, sizesOf(shape).vectors.value),
    fields: list(fields.map(({ name }) => FIELD_SOURCES[name] ?? name).reverse()),
  };
}

/** Elements of a concatenation, as many to a line as fit. */
function list(elements: readonly string[]): string[] {
  return wrap(elements.join(', '), 88);
}
