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
const COARSE = 1 / 4;
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
  const { channels, depth, values, importance } = weights;
  const rows = Array.from({ length: channels }, (_, channel) => ({
    values: values.subarray(channel * depth, (channel + 1) * depth),
    importance:
      importance.length === depth
        ? importance
        : importance.subarray(channel * depth, (channel + 1) * depth),
  }));
  const largest = rows.map((row) => row.values.reduce((most, w) => Math.max(most, Math.abs(w)), 0));
  const all = Math.max(...largest);
  if (all === 0) return { sf: 0, gains: new Float64Array(channels), error: 0, commonError: 0 };
  const energy = rows.reduce((sum, row) => sum + energyOf(row), 0);
  const top = Math.log2(grid.values[grid.values.length - 1] as number);
  const ranges = largest.map((most) => coarseScales(most, top));
  const commonRange = coarseScales(all, top);
  const errors = rows.map((row, channel) => {
    const scales = new Set([...(ranges[channel] as number[]), ...commonRange]);
    return new Map([...scales].map((scale) => [scale, errorOf(row, grid, scale)]));
  });
  const together = (scale: number) =>
    rows.reduce((sum, row, channel) => {
      const own = errors[channel] as Map<number, number>;
      const known = own.get(scale) ?? errorOf(row, grid, scale);
      own.set(scale, known);
      return sum + known;
    }, 0);
  const [sf, commonError] = refined(
    new Map(commonRange.map((scale) => [scale, together(scale)])),
    together,
  );
  let error = 0;
  const gains = Float64Array.from(errors, (own, channel) => {
    if (largest[channel] === 0) return 0;
    const near = new Map([...own].filter(([scale]) => Math.abs(scale - sf) <= REACH));
    const [scale, least] = refined(near, (at) => errorOf(rows[channel] as Row, grid, at));
    error += least;
    return scale - sf;
  });
  return { sf, gains, error: error / energy, commonError: commonError / energy };
}

/**
 * Scales at which words can be best for weights up to `most`: from where that weight is a half to where it is
 * 4 octaves above the largest word, 2^top.
 */
function coarseScales(most: number, top: number): number[] {
  if (most === 0) return [];
  const from = Math.floor((-1 - Math.log2(most)) / COARSE);
  const to = Math.ceil((top + BEYOND - Math.log2(most)) / COARSE);
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * COARSE);
}

/** The least error on a coarse grid, then on the fine one around it. */
function refined(
  coarse: ReadonlyMap<number, number>,
  errorAt: (scale: number) => number,
): [number, number] {
  let best: [number, number] = [0, Number.POSITIVE_INFINITY];
  for (const [scale, error] of coarse) if (error < best[1]) best = [scale, error];
  const [centre] = best;
  for (let scale = centre - COARSE + STEP; scale < centre + COARSE; scale += STEP) {
    const error = scale === centre ? best[1] : errorAt(scale);
    if (error < best[1]) best = [scale, error];
  }
  return best;
}

interface Row {
  readonly values: Float64Array;
  readonly importance: Float64Array;
}

function energyOf({ values, importance }: Row): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    sum += (importance[k] as number) * (values[k] as number) ** 2;
  }
  return sum || Number.MIN_VALUE;
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

/** Weighted squared error of a channel, in units of the weights. */
function errorOf(
  { values, importance }: Row,
  { values: levels, cuts }: PositiveGrid,
  scale: number,
): number {
  const factor = 2 ** scale;
  let error = 0;
  for (let k = 0; k < values.length; k++) {
    const magnitude = Math.abs(values[k] as number) * factor;
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cuts[middle] as number) < magnitude) low = middle + 1;
      else high = middle;
    }
    const lost = magnitude - (levels[low] as number);
    error += (importance[k] as number) * lost * lost;
  }
  return error / (factor * factor);
}
