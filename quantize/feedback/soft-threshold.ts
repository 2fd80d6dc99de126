import type { LpFormat } from '../../golden/format.ts';
import type { SumBudget } from './question.ts';

/**
 * Targets of one channel after another, shrunk by thresholds: words chosen late would find the budget
 * used up by early ones, so all give up the same first, which is the nearest point of an l1 ball.
 */
export interface SoftThresholds {
  /** Finds the thresholds of a channel from its K real weights. */
  open(channel: number, weights: Float64Array): void;
  /** What is wanted of weight k, shrunk. */
  shrink(k: number, target: number): number;
}

/** Weights that share a threshold: all, or those of one sign, and what they may come to. */
interface Side {
  /** Magnitude that the side sees in a weight; 0 for weights of the other sign. */
  readonly magnitude: (weight: number) => number;
  /** Room of a tile and of each row, in units of the weights. */
  readonly inner: number;
  readonly outer: readonly number[];
  /** By tile. */
  readonly thresholds: Float64Array;
}

/** Thresholds by which real weights meet a budget; `values` are those of all words. */
export function softThresholds(
  budget: SumBudget,
  { format, values, depth }: { format: LpFormat; values: Float64Array; depth: number },
): SoftThresholds {
  const sides = sidesOf(budget, format, values, Math.ceil(depth / budget.tile));
  const [first] = sides;
  const last = sides.at(-1) ?? first;
  return {
    open(channel, weights) {
      for (const side of sides) findThresholds(side, channel, weights, budget.tile);
    },
    shrink(k, target) {
      const { thresholds } = target < 0 ? last : first;
      const rest = Math.abs(target) - (thresholds[Math.floor(k / budget.tile)] as number);
      return rest <= 0 ? 0 : target < 0 ? -rest : rest;
    },
  };
}

/** One side for weights of both signs, or where activations have one sign, one for each sign of the weights. */
function sidesOf(
  { terms, inner, outer }: SumBudget,
  format: LpFormat,
  values: Float64Array,
  tiles: number,
): readonly [Side, ...Side[]] {
  const most = format.maxWord;
  const least = 2 ** format.n - most;
  const largest = values[most] as number;
  const side = (key: 'upper' | 'lower', word: number) => {
    const room = (lsbs: bigint) => ratio(lsbs, terms[key][word] as bigint) * largest;
    return { inner: room(inner[key]), outer: outer.map((row) => room(row[key])) };
  };
  if (terms.signs === 'non-negative') {
    const thresholds = () => new Float64Array(tiles);
    return [
      { magnitude: (w) => Math.max(0, w), ...side('upper', most), thresholds: thresholds() },
      { magnitude: (w) => Math.max(0, -w), ...side('lower', least), thresholds: thresholds() },
    ];
  }
  // The four differ by an LSB at most: the tightest counts.
  const all = (['upper', 'lower'] as const).flatMap((key) => [side(key, most), side(key, least)]);
  return [
    {
      magnitude: Math.abs,
      inner: Math.min(...all.map((each) => each.inner)),
      outer: outer.map((_, row) => Math.min(...all.map((each) => each.outer[row] as number))),
      thresholds: new Float64Array(tiles),
    },
  ];
}

/** A threshold for each tile that is too large, and a common one besides where the row still is. */
function findThresholds(side: Side, channel: number, weights: Float64Array, tile: number): void {
  const { thresholds, inner } = side;
  const magnitudes = weights.map(side.magnitude);
  const most = magnitudes.reduce((a, b) => Math.max(a, b), 0);
  for (let at = 0; at < thresholds.length; at++) {
    const part = magnitudes.subarray(at * tile, (at + 1) * tile);
    thresholds[at] = leastThreshold((threshold) => excess(part, threshold), most, inner);
  }
  // Where both bind, the larger counts: a tile cut down for the row is within its own room too.
  const row = leastThreshold(
    (threshold) => {
      let sum = 0;
      for (let at = 0; at < thresholds.length; at++) {
        const part = magnitudes.subarray(at * tile, (at + 1) * tile);
        sum += excess(part, Math.max(thresholds[at] as number, threshold));
      }
      return sum;
    },
    most,
    side.outer[channel] as number,
  );
  for (const [at, threshold] of thresholds.entries()) thresholds[at] = Math.max(threshold, row);
}

/** Sum of what magnitudes are above a threshold. */
function excess(magnitudes: Float64Array, threshold: number): number {
  let sum = 0;
  for (let i = 0; i < magnitudes.length; i++) {
    const rest = (magnitudes[i] as number) - threshold;
    if (rest > 0) sum += rest;
  }
  return sum;
}

/** The least threshold up to `most` at which a sum that falls to 0 there has room, to 2^-40 of `most`. */
function leastThreshold(sumAt: (threshold: number) => number, most: number, room: number): number {
  if (sumAt(0) <= room) return 0;
  let low = 0;
  let high = most;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (sumAt(middle) <= room) high = middle;
    else low = middle;
  }
  return high;
}

/** The quotient of two whole numbers of any length; with a divisor of 0 there is room for anything. */
function ratio(dividend: bigint, divisor: bigint): number {
  if (divisor === 0n) return Infinity;
  return Number((dividend << 40n) / divisor) / 2 ** 40;
}
