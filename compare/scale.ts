import { levelMoments, type Sample } from './level-moments.ts';
import type { Quantiser } from './quantiser.ts';

/** Steps of an octave between the scales that are tried. */
const STEPS = 16;

/** Octaves by which a scale may clip the largest number. */
const CLIPPED_OCTAVES = 3;

/**
 * For each tolerance in dB, the smallest of those powers s of 2^(1/16) for which s times the levels
 * nearest to x / s have a squared error at most that much above the least; 1 for a tensor of zeros.
 */
export function scalesWithin(
  sample: Sample,
  quantiser: Quantiser,
  tolerances: readonly number[],
): number[] {
  const largest = Math.max(-(sample.sorted[0] ?? 0), sample.sorted.at(-1) ?? 0);
  if (!(largest > 0)) return tolerances.map(() => 1);

  const magnitudes = quantiser.levels.map(({ value }) => Math.abs(value)).filter((x) => x > 0);
  const first = stepOf(largest / Math.max(...magnitudes)) - CLIPPED_OCTAVES * STEPS;
  const last = stepOf(largest / Math.min(...magnitudes));
  const tried = Array.from({ length: last - first + 1 }, (_, index) => {
    const scale = 2 ** ((first + index) / STEPS);
    return { scale, error: squaredError(sample, quantiser, scale) };
  });
  const least = Math.min(...tried.map(({ error }) => error));
  return tolerances.map((tolerance) => {
    const limit = least * 10 ** (tolerance / 10);
    return tried.find(({ error }) => error <= limit)?.scale ?? 1;
  });
}

function stepOf(scale: number): number {
  return Math.ceil(STEPS * Math.log2(scale));
}

function squaredError(sample: Sample, quantiser: Quantiser, scale: number): number {
  const { counts, sums, squares } = levelMoments(sample, quantiser, scale);
  let error = 0;
  for (const [index, level] of quantiser.levels.entries()) {
    const value = level.value * scale;
    error += (squares[index] as number) - 2 * value * (sums[index] as number);
    error += value * value * (counts[index] as number);
  }
  return error;
}
