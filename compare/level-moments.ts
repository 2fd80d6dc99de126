import type { Quantiser } from './quantiser.ts';

/** Numbers in ascending order; entry i of the sums is over the first i. */
export interface Sample {
  readonly sorted: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Of the numbers that become each level: how many there are, their sum, and that of their squares. */
export interface LevelMoments {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

export function sampleOf(numbers: Float64Array): Sample {
  const sorted = Float64Array.from(numbers).sort();
  const sums = new Float64Array(sorted.length + 1);
  const squares = new Float64Array(sorted.length + 1);
  for (const [index, x] of sorted.entries()) {
    sums[index + 1] = (sums[index] as number) + x;
    squares[index + 1] = (squares[index] as number) + x * x;
  }
  return { sorted, sums, squares };
}

/** Moments where the numbers become the levels nearest to x / scale. */
export function levelMoments(sample: Sample, quantiser: Quantiser, scale: number): LevelMoments {
  const { length } = quantiser.levels;
  const counts = new Float64Array(length);
  const sums = new Float64Array(length);
  const squares = new Float64Array(length);
  let from = 0;
  for (let level = 0; level < length; level += 1) {
    const bound = quantiser.bounds[level];
    const to =
      bound === undefined ? sample.sorted.length : countBelow(sample.sorted, bound * scale, from);
    counts[level] = to - from;
    sums[level] = (sample.sums[to] as number) - (sample.sums[from] as number);
    squares[level] = (sample.squares[to] as number) - (sample.squares[from] as number);
    from = to;
  }
  return { counts, sums, squares };
}

/** How many numbers are below a limit, known to be at least `from`. */
function countBelow(sorted: Float64Array, limit: number, from: number): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
