import { countBelow } from '../golden/fast/thresholds.ts';
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
 * have added to it, does not exceed the least one. In the order of `grids`, then of |sf - octaves|:
 * the tensor that is asked about is 2^octaves times this one. Of those that give every magnitude the
 * same value only the first is kept.
 */
export function bestCandidates<T>(
  magnitudes: Magnitudes,
  grids: readonly { readonly of: T; readonly grid: Grid }[],
  octaves: number,
): Candidate<T>[] {
  const distance = (sf: number) => Math.abs(sf - octaves);
  let bound = Infinity;
  const found = grids.flatMap(({ of, grid }) => {
    const candidates: Candidate<T>[] = [];
    for (const sf of likelyFirst(scaleFactors(grid, magnitudes), magnitudes)) {
      const { error, slack } = squaredError(magnitudes, { grid, sf, bound });
      if (error - slack > bound) continue;
      candidates.push({ of, grid, sf, error, slack });
      bound = Math.min(bound, error + slack);
    }
    return candidates.sort((a, b) => distance(a.sf) - distance(b.sf) || a.sf - b.sf);
  });
  return withoutTwins(
    magnitudes,
    found.filter(({ error, slack }) => error - slack <= bound),
  );
}

/** Beginning where the finest part of the grid meets the average energy: good bounds early. */
function likelyFirst(factors: number[], { energy, sorted }: Magnitudes): number[] {
  const centre = -Math.log2(energy / sorted.length) / 2;
  return factors.sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre));
}

/** Relative error of one operation, with room to spare. */
const ULP = 2 ** -51;
/**
 * The squared error of a faint magnitude in units of the energy: two words lie 2^32 apart at most,
 * so rounding makes 2^-64 of the largest magnitude at most 2^-48 of it.
 */
const FAINT_ERROR = 2 ** -96;

interface Trial {
  readonly grid: Grid;
  readonly sf: number;
  /** Errors above it need not be known. */
  readonly bound: number;
}

/**
 * Sum of (|x| - value)^2 over a tensor from running sums: one step per level in reach, from the
 * largest down, ended early where the error is above the bound already. With inexact cuts a
 * magnitude beside a mean may take the other neighbour, which changes its error by less than 1e-12
 * of its square.
 */
function squaredError(
  { sorted, sums, squares, energy, highest, count, faint }: Magnitudes,
  { grid, sf, bound }: Trial,
): { error: number; slack: number } {
  const { values, cuts, tiesGoDown, exact } = grid;
  const scale = 2 ** -sf;
  const fixedSlack = (4 * ULP + FAINT_ERROR * faint.length + (exact ? 0 : 1e-12)) * energy;
  let slack = fixedSlack;
  let gained = 0;
  let error = 0;
  let end = sorted.length;
  for (let level = topLevel(grid, highest + sf); end > 0; level--) {
    const start = level === 0 ? 0 : count((cuts[level - 1] as number) - sf, tiesGoDown(level - 1));
    if (start === end) continue;
    const value = (values[level] as number) * scale;
    const upTo = sums[end] as number;
    const own = (end - start) * value;
    gained += value * (2 * (upTo - (sums[start] as number)) - own);
    slack += 4 * ULP * value * (upTo + own);
    error = energy - (squares[start] as number) - gained;
    if (error - slack > bound) break;
    end = start;
  }
  return { error, slack };
}

/** The highest level that a magnitude of this log can take. */
function topLevel({ cuts }: Grid, log: number): number {
  return countBelow(cuts, log + 1e-9);
}

/**
 * Words and magnitudes over all candidates: a measurement takes time for each. Where there are more
 * than these, some seconds' worth, faint magnitudes do not tell candidates apart.
 */
const MOST_WORK = 2 ** 24;

function withoutTwins<T>(
  magnitudes: Magnitudes,
  candidates: readonly Candidate<T>[],
): Candidate<T>[] {
  if (candidates.length < 2) return [...candidates];
  const work = candidates.reduce((sum, { grid }) => sum + grid.values.length + magnitudes.total, 0);
  const asked = work <= MOST_WORK ? magnitudes : { ...magnitudes, faint: new Float64Array() };
  return distinct(candidates, (each) => takenValues(asked, each));
}

/** The first candidate of those that take the same values. */
function distinct<T>(
  candidates: readonly Candidate<T>[],
  taken: (candidate: Candidate<T>) => readonly number[],
): Candidate<T>[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const key = taken(candidate).join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Where each value that is taken begins among the magnitudes, and that value; then the faint ones. */
function takenValues(
  { sorted, highest, count, faint, countFaint }: Magnitudes,
  { grid, sf }: Pick<Candidate<unknown>, 'grid' | 'sf'>,
): number[] {
  const { values, cuts, tiesGoDown } = grid;
  const taken: number[] = [];
  let level = topLevel(grid, highest + sf);
  const take = (length: number, countBelow: Magnitudes['count']) => {
    for (let end = length; end > 0; ) {
      const cut = (cuts[level - 1] as number) - sf;
      const start = level === 0 ? 0 : countBelow(cut, tiesGoDown(level - 1));
      if (start < end) taken.push(start, (values[level] as number) * 2 ** -sf);
      end = start;
      if (end > 0) level--;
    }
  };
  take(sorted.length, count);
  take(faint.length, countFaint);
  return taken;
}
