import type { Grid } from './grid.ts';
import type { Magnitudes } from './magnitudes.ts';

/** Scale factors are multiples of this, in octaves. */
export const SCALE_STEP = 1 / 16;

/** A grid and a scale factor, with the squared error that the search found. */
export interface Candidate<T> {
  readonly of: T;
  readonly grid: Grid;
  readonly sf: number;
  /** Sum of squared errors, within `slack`. */
  readonly error: number;
  readonly slack: number;
}

/**
 * Every multiple of 1/16 at which a grid can be best. Where its largest value lies below the
 * smallest magnitude, a larger scale is better; where its smallest value is over twice the largest
 * magnitude, all becomes zero, which is worse than that. Between the two lies the optimum.
 */
export function scaleFactors({ values }: Grid, { lowest, highest }: Magnitudes): number[] {
  const smallest = Math.log2(values[1] as number);
  const largest = Math.log2(values[values.length - 1] as number);
  const from = Math.floor((smallest - highest - 1) / SCALE_STEP) - 1;
  const to = Math.ceil((largest - lowest) / SCALE_STEP) + 1;
  return Array.from({ length: to - from + 1 }, (_, step) => (from + step) * SCALE_STEP);
}

/**
 * All (grid, sf) that may have the least squared error: those whose error, less what rounding may
 * have added to it, does not exceed the least one. In the order of `grids`, then of |sf|. Of those
 * that give every magnitude the same value only the first is kept.
 */
export function bestCandidates<T>(
  magnitudes: Magnitudes,
  grids: readonly { readonly of: T; readonly grid: Grid }[],
): Candidate<T>[] {
  let kept: Candidate<T>[] = [];
  let bound = Infinity;
  for (const { of, grid } of grids) {
    for (const sf of scaleFactors(grid, magnitudes).sort(byMagnitude)) {
      const { error, slack } = squaredError(magnitudes, grid, sf);
      if (error - slack > bound) continue;
      kept.push({ of, grid, sf, error, slack });
      if (error + slack >= bound) continue;
      bound = error + slack;
      kept = kept.filter((candidate) => candidate.error - candidate.slack <= bound);
    }
  }
  return withoutTwins(magnitudes, kept);
}

function byMagnitude(a: number, b: number): number {
  return Math.abs(a) - Math.abs(b) || a - b;
}

/** Relative error of one operation, with room to spare. */
const ULP = 2 ** -51;

/**
 * Sum of (|x| - value)^2 over a tensor from running sums: one step per level in reach. With inexact
 * cuts a magnitude beside a mean may take the other neighbour, which changes its error by less than
 * 1e-12 of its square.
 */
function squaredError(
  magnitudes: Magnitudes,
  grid: Grid,
  sf: number,
): { error: number; slack: number } {
  const { sums, energy } = magnitudes;
  const scale = 2 ** -sf;
  let gained = 0;
  let rounding = 0;
  forEachLevel(magnitudes, grid, sf, (level, start, end) => {
    const value = (grid.values[level] as number) * scale;
    const sum = (sums[end] as number) - (sums[start] as number);
    gained += value * (2 * sum - (end - start) * value);
    rounding += value * ((sums[end] as number) + sum + (end - start) * value);
  });
  const slack = ULP * (4 * rounding + 4 * energy) + (grid.exact ? 0 : 1e-12 * energy);
  return { error: Math.max(0, energy - gained), slack };
}

/** Levels that at least one magnitude takes, with the range of those magnitudes. */
function forEachLevel(
  magnitudes: Magnitudes,
  { values, cuts, tiesGoDown }: Grid,
  sf: number,
  visit: (level: number, start: number, end: number) => void,
): void {
  const count = magnitudes.sorted.length;
  let level = firstAtLeast(cuts, magnitudes.lowest + sf - 1e-9);
  let start = level === 0 ? 0 : countAt(level - 1);
  for (; start < count && level < values.length; level++) {
    const end = level === cuts.length ? count : countAt(level);
    if (end > start) visit(level, start, end);
    start = end;
  }

  function countAt(k: number): number {
    return magnitudes.count((cuts[k] as number) - sf, tiesGoDown(k));
  }
}

function firstAtLeast(ascending: Float64Array, key: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withoutTwins<T>(
  magnitudes: Magnitudes,
  candidates: readonly Candidate<T>[],
): Candidate<T>[] {
  if (candidates.length < 2) return [...candidates];
  const seen = new Set<string>();
  return candidates.filter(({ grid, sf }) => {
    const taken: number[] = [];
    forEachLevel(magnitudes, grid, sf, (level, start) => {
      taken.push(start, (grid.values[level] as number) * 2 ** -sf);
    });
    const key = taken.join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
