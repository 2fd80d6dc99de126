import { wordValues } from '../golden/fast/index.ts';
import { lpFormat } from '../golden/format.ts';

/** A shape of words, without a scale factor. */
export interface WordShape {
  readonly bits: number;
  readonly es: number;
  readonly rs: number;
}

/** Weights of a layer, M x K, and what an error in each of the K inputs costs. */
export interface WeighedWeights {
  readonly values: Float64Array;
  readonly channels: number;
  readonly depth: number;
  /** M x K or K, which counts for all channels. */
  readonly importance: Float64Array;
}

/** The scale factor of a layer, and the gains of its channels above it, for words of least squared error. */
export interface FittedScales {
  readonly sf: number;
  /** M: octaves, multiples of 1/16. */
  readonly gains: Float64Array;
  /** Weighted squared error relative to the weighted energy: with these gains, and with none. */
  readonly error: number;
  readonly commonError: number;
}

/** Scale factors are multiples of this, in octaves. */
const STEP = 1 / 16;
/** Octaves that the largest weight may lie above the largest word. */
const BEYOND = 4;
/** Octaves that a channel's scale may lie from its layer's. */
const REACH = 8;

/**
 * Scales for words of a shape: one for the layer, which is best for all channels together, and a gain
 * for each channel. Every multiple of 1/16 octave is tried at which words can be best. Weights that
 * are all zero have scale 0.
 */
export function fitScales(weights: WeighedWeights, shape: WordShape): FittedScales {
  const grid = positiveGrid(shape);
  const rows = sortedRows(weights);
  const all = Math.max(...rows.map(largestOf));
  if (all === 0) {
    return { sf: 0, gains: new Float64Array(weights.channels), error: 0, commonError: 0 };
  }
  const energy = rows.reduce((sum, row) => sum + energyOf(row), 0) || Number.MIN_VALUE;
  const errors = rows.map((row) => remembered((scale) => errorOf(row, grid, scale)));
  const top = Math.log2(grid.values[grid.values.length - 1] as number);
  const common = scalesFor(all, top);
  const [sf, commonError] = leastOf(common, (scale) =>
    errors.reduce((sum, errorAt) => sum + errorAt(scale), 0),
  );
  let error = 0;
  const gains = Float64Array.from(rows, (row, channel) => {
    const largest = largestOf(row);
    if (largest === 0) return 0;
    const near = [...scalesFor(largest, top), ...common].filter(
      (scale) => Math.abs(scale - sf) <= REACH,
    );
    const [scale, least] = leastOf(near, errors[channel] as (scale: number) => number);
    error += least;
    return scale - sf;
  });
  return { sf, gains, error: error / energy, commonError: commonError / energy };
}

/**
 * Scales at which words can be best for weights up to `most`: from where that weight is a half to where it is
 * 4 octaves above the largest word, 2^top.
 */
function scalesFor(most: number, top: number): number[] {
  const from = Math.floor((-1 - Math.log2(most)) / STEP);
  const to = Math.ceil((top + BEYOND - Math.log2(most)) / STEP);
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * STEP);
}

/** The scale of least error, of equals the first, and that error. */
function leastOf(
  scales: readonly number[],
  errorAt: (scale: number) => number,
): readonly [scale: number, error: number] {
  let best: readonly [number, number] = [0, Number.POSITIVE_INFINITY];
  for (const scale of scales) {
    const error = errorAt(scale);
    if (error < best[1]) best = [scale, error];
  }
  return best;
}

function remembered(errorAt: (scale: number) => number): (scale: number) => number {
  const known = new Map<number, number>();
  return (scale) => {
    const error = known.get(scale) ?? errorAt(scale);
    known.set(scale, error);
    return error;
  };
}

/** Magnitudes of a channel's weights, ascending, and sums over the first of them: entry i is over i. */
interface SortedRow {
  readonly magnitudes: Float64Array;
  /** Of importances, times the magnitude and times its square. */
  readonly sums: readonly [Float64Array, Float64Array, Float64Array];
}

function sortedRows({ values, channels, depth, importance }: WeighedWeights): SortedRow[] {
  return Array.from({ length: channels }, (_, channel) => {
    const from = channel * depth;
    const ofRow = importance.length === depth ? 0 : from;
    const magnitudes = values.slice(from, from + depth).map(Math.abs);
    const order = Uint32Array.from(magnitudes.keys()).sort(
      (a, b) => (magnitudes[a] as number) - (magnitudes[b] as number) || a - b,
    );
    const sums = [0, 1, 2].map((power) => {
      const row = new Float64Array(depth + 1);
      for (const [at, k] of order.entries()) {
        const term = (importance[ofRow + k] as number) * (magnitudes[k] as number) ** power;
        row[at + 1] = (row[at] as number) + term;
      }
      return row;
    }) as [Float64Array, Float64Array, Float64Array];
    return { magnitudes: magnitudes.sort(), sums };
  });
}

function largestOf({ magnitudes }: SortedRow): number {
  return magnitudes.at(-1) ?? 0;
}

function energyOf({ sums: [, , squares] }: SortedRow): number {
  return squares.at(-1) ?? 0;
}

/** Non-negative values of a shape, ascending from 0, and the means between them. */
interface PositiveGrid {
  readonly values: Float64Array;
  readonly cuts: Float64Array;
}

function positiveGrid({ bits, es, rs }: WordShape): PositiveGrid {
  const format = lpFormat({ n: bits, es, rs, sf: 0 });
  const values = wordValues(format).slice(0, format.maxWord + 1);
  const cuts = Float64Array.from(
    values.slice(1),
    (value, below) => (value + (values[below] as number)) / 2,
  );
  return { values, cuts };
}

/** Weighted squared error of a channel, in units of the weights: sum of i (w - v)^2 for each value v that some are nearest to. */
function errorOf(
  { magnitudes, sums: [plain, linear, squares] }: SortedRow,
  { values, cuts }: PositiveGrid,
  scale: number,
): number {
  const factor = 2 ** scale;
  let error = 0;
  let level = 0;
  for (let at = 0; at < magnitudes.length; ) {
    level = firstFrom(cuts, level, (magnitudes[at] as number) * factor);
    const end =
      level === cuts.length
        ? magnitudes.length
        : firstAbove(magnitudes, at + 1, (cuts[level] as number) / factor);
    const value = (values[level] as number) / factor;
    error +=
      (squares[end] as number) -
      (squares[at] as number) -
      2 * value * ((linear[end] as number) - (linear[at] as number)) +
      value * value * ((plain[end] as number) - (plain[at] as number));
    at = end;
  }
  // What cancels may leave less than nothing.
  return Math.max(0, error);
}

/** Index of the first entry that is at least `least`, from `low` on. */
function firstFrom(ascending: Float64Array, low: number, least: number): number {
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first entry above `most`, from `low` on. */
function firstAbove(ascending: Float64Array, low: number, most: number): number {
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > most) high = middle;
    else low = middle + 1;
  }
  return low;
}
