import type { ArrayShape, LaneShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { ArrayModule, Port } from '../../design.ts';
import { bitLength, svSignExtend } from '../../systemverilog.ts';
import { busesOf } from '../buses.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines } from '../ports.ts';
import { concatenation, declarations, localparams, lsbText, type Parameter } from '../text.ts';

export function accumulatorPorts({ shape, arithmetic }: ArrayResolved): Port[] {
  const { lanes, vectors, startWidth } = shape;
  const { sum, acc } = busesOf(shape);
  const lsb = lsbText(arithmetic.accumulatorFraction);
  const index = bitLength(vectors - 1);
  return [
    input('clk_i', 1, 'rising edge'),
    input('valid_i', 1, 'the tile sums of a vector are there'),
    input('first_i', 1, 'they begin sums'),
    input('last_i', 1, 'they finish sums'),
    ...(index > 0 ? [input('index_i', index, 'the vector in its tile')] : []),
    ...(startWidth > 0
      ? [input('start_i', lanes.length * startWidth, `start value of each lane, ${lsb}`)]
      : []),
    input('sum_i', sum, `tile sum of each lane, ${lsb}`),
    input('nar_i', lanes.length, 'per lane: an operand of the tile was NaR'),
    output('acc_o', acc, `finished sum of each lane, ${lsb}`),
    output('nar_o', lanes.length, 'per lane: an operand of the sum was NaR'),
  ];
}

export interface AccumulatorView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly memory: {
    /** Dimension of the memory, and how it is read; both empty for a single vector. */
    readonly depth: string;
    readonly place: string;
    readonly meaning: string;
  };
  readonly read: {
    readonly signals: readonly string[];
    readonly kept: string;
    readonly tiles: string;
    /** Empty where every sum starts at 0. */
    readonly starts: string;
  };
  readonly lanes: readonly LaneView[];
  readonly write: { readonly next: string };
}

interface LaneView {
  readonly index: number;
  readonly story: string;
  readonly signals: readonly string[];
  readonly start: string;
  /** The tile's sum as wide as what it is added to. */
  readonly tile: string;
  /** Null where sums wrap. */
  readonly saturate: SaturateView | null;
}

interface SaturateView {
  readonly sign: string;
  readonly tileSign: string;
  readonly totalSign: string;
  /** The end of the range on the side of the terms. */
  readonly nearest: string;
}

export function accumulatorView(
  module: ArrayModule,
  resolved: ArrayResolved,
  provenance: Provenance,
): AccumulatorView {
  const { shape } = resolved;
  const { lanes, vectors, startWidth } = shape;
  const addressed = vectors > 1;
  // The lane in the low bits stands last in a concatenation.
  const downwards = (name: string) => [...lanes].reverse().map(({ index }) => `${name}_${index}`);
  return {
    header: header(story(resolved), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    memory: {
      depth: addressed ? ' [Vectors]' : '',
      place: addressed ? '[index_i]' : '',
      meaning: addressed ? ', by vector' : '',
    },
    read: {
      signals: declarations([
        { name: 'nar_kept', width: 'Lanes', meaning: 'an operand so far was NaR' },
        ...lanes.flatMap((lane) => inputSignals(lane, shape)),
      ]),
      kept: concatenation(['nar_kept', ...downwards('kept')]),
      tiles: concatenation(downwards('tile')),
      starts: startWidth > 0 ? concatenation(downwards('start')) : '',
    },
    lanes: lanes.map((lane) => laneView(lane, resolved)),
    write: { next: concatenation(['nar', ...downwards('next')]) },
  };
}

function story({ shape, arithmetic }: ArrayResolved): string[] {
  const { vectors, startWidth } = shape;
  const lsb = lsbText(arithmetic.accumulatorFraction);
  const held = vectors === 1 ? 'a vector' : `each of up to ${vectors} vectors`;
  const beyond = arithmetic.overflow === 'wrap' ? 'wraps around' : 'stays at the nearest end';
  return [
    `Outer accumulators of one column: they add up the tile sums of ${held}.`,
    '',
    'A sum of more inputs than the grid has rows is made of several tiles. The first adds to ' +
      `${startWidth > 0 ? 'a start value' : '0'}, the others to what the memory has kept; the last one leaves, the next cycle, ` +
      `on acc_o. Sums have ${lsb}; one beyond its width ${beyond}.`,
  ];
}

function parameters(shape: ArrayShape): Parameter[] {
  const { lanes, vectors, startWidth } = shape;
  const start = { name: 'StartWidth', value: startWidth, why: 'of a start value' };
  return [
    { name: 'Lanes', value: lanes.length, why: 'output channels of the column' },
    ...(vectors > 1 ? [{ name: 'Vectors', value: vectors, why: 'most vectors of a tile' }] : []),
    ...widthParameters(shape, 'Tile', ({ tileWidth }) => tileWidth, 'P_I'),
    ...(startWidth > 0 ? [start] : []),
    ...widthParameters(shape, 'Acc', ({ width }) => width, 'P_O'),
    {
      name: 'MemoryWidth',
      value: lanes.length + busesOf(shape).acc,
      why: 'per lane a NaR flag and P_O',
    },
  ];
}

/** One number where lanes are alike, else one for each. */
function widthParameters(
  { lanes }: ArrayShape,
  name: string,
  of: (lane: LaneShape) => number,
  why: string,
): Parameter[] {
  const [first] = lanes.map(of);
  if (first !== undefined && lanes.every((lane) => of(lane) === first)) {
    return [{ name: `${name}Width`, value: first, why }];
  }
  return lanes.map((lane) => ({
    name: `${name}${lane.index}Width`,
    value: of(lane),
    why: `${why} of lane ${lane.index}`,
  }));
}

/** Name of a lane's width among `widthParameters`. */
function widthName(
  { lanes }: ArrayShape,
  lane: LaneShape,
  name: string,
  of: (lane: LaneShape) => number,
): string {
  return lanes.every((other) => of(other) === of(lane))
    ? `${name}Width`
    : `${name}${lane.index}Width`;
}

const tileName = (lane: LaneShape, shape: ArrayShape) =>
  widthName(shape, lane, 'Tile', ({ tileWidth }) => tileWidth);
const accName = (lane: LaneShape, shape: ArrayShape) =>
  widthName(shape, lane, 'Acc', ({ width }) => width);

function inputSignals(lane: LaneShape, shape: ArrayShape) {
  const { index } = lane;
  const kept = `lane ${index}: sum so far`;
  const tile = `lane ${index}: sum of this tile`;
  const start = `lane ${index}: start value`;
  return [
    { name: `kept_${index}`, width: accName(lane, shape), signed: true, meaning: kept },
    { name: `tile_${index}`, width: tileName(lane, shape), signed: true, meaning: tile },
    ...(shape.startWidth > 0
      ? [{ name: `start_${index}`, width: 'StartWidth', signed: true, meaning: start }]
      : []),
  ];
}

function laneView(lane: LaneShape, { shape, arithmetic }: ArrayResolved): LaneView {
  const { index, width, tileWidth } = lane;
  const saturates = arithmetic.overflow === 'saturate';
  const name = accName(lane, shape);
  const sum = { width: name, signed: true };
  const sign = `previous_${index}[${name}-1]`;
  return {
    index,
    story: `output channel of ${laneWords(lane)}.`,
    signals: declarations([
      { name: `previous_${index}`, ...sum, meaning: 'what the tile is added to' },
      ...(saturates
        ? [
            { name: `total_${index}`, ...sum, meaning: 'sum with this tile, wrapped' },
            { name: `overflow_${index}`, meaning: 'terms of one sign, a sum of the other' },
          ]
        : []),
      { name: `next_${index}`, ...sum, meaning: 'sum with this tile' },
    ]),
    start: shape.startWidth > 0 ? svSignExtend(`start_${index}`, shape.startWidth, width) : `'0`,
    tile: svSignExtend(`tile_${index}`, tileWidth, width),
    saturate: saturates
      ? {
          sign,
          tileSign: `tile_${index}[${tileName(lane, shape)}-1]`,
          totalSign: `total_${index}[${name}-1]`,
          nearest: `{${sign}, {(${name}-1){!${sign}}}}`,
        }
      : null,
  };
}

/** "weights of 8, 4 bits": what the lane is used for. */
function laneWords({ modes }: LaneShape): string {
  return `weights of ${modes.join(', ').replace(/, (\d+)$/, ' or $1')} bits`;
}
