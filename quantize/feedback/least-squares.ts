import { cholesky, choleskySolve } from './cholesky.ts';
import { dampedMoments } from './damped.ts';
import type { InputMoments } from './question.ts';

/**
 * W' = W (Cross^T + d I)(Cov + d I)^-1, M x K: the weights whose sums over the array's inputs x~ are
 * nearest to those of W over the float inputs x. They minimise E|W x - W' x~|^2 + d |W' - W|^2, whose
 * derivative is 0 where W' (E[x~ x~^T] + d I) = W (E[x x~^T] + d I), and Cross is E[x~ x^T].
 */
export function leastSquaresWeights(
  weights: Float64Array,
  moments: InputMoments,
  damping: number,
): Float64Array {
  const { depth, cross } = moments;
  if (cross === undefined) return weights;
  const { covariance, ridge } = dampedMoments(moments, damping);
  const lower = cholesky(covariance, depth);
  const solved = new Float64Array(weights.length);
  for (let from = 0; from < weights.length; from += depth) {
    const row = weights.subarray(from, from + depth);
    const right = solved.subarray(from, from + depth);
    for (let input = 0; input < depth; input++) {
      let sum = ridge * (row[input] as number);
      for (let float = 0, at = input * depth; float < depth; float++, at++) {
        sum += (cross[at] as number) * (row[float] as number);
      }
      right[input] = sum;
    }
    choleskySolve(lower, right);
  }
  return solved;
}
