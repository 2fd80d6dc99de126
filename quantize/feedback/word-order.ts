import type { WordQuestion } from './question.ts';

/** Indices of the K weights in the order in which their words are chosen; equal variances as they come. */
export function wordOrder({
  moments,
  order,
}: Pick<WordQuestion, 'moments' | 'order'>): Uint32Array {
  const { depth, covariance } = moments;
  const indices = Uint32Array.from({ length: depth }, (_, index) => index);
  if (order === 'index') return indices;
  // Late words bear the errors of early ones: those of little weight in the sum come last.
  const variance = (index: number) => covariance[index * depth + index] as number;
  return indices.sort((a, b) => variance(b) - variance(a) || a - b);
}
