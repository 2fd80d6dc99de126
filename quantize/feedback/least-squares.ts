import { Matrix } from 'ml-matrix';
import { cholesky } from './cholesky.ts';
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
  const channels = weights.length / depth;
  const { covariance, ridge } = dampedMoments(moments, damping);
  const right = new Matrix(depth, channels);
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * depth;
    for (let input = 0; input < depth; input++) {
      let sum = ridge * (weights[from + input] as number);
      for (let float = 0; float < depth; float++) {
        sum += (cross[input * depth + float] as number) * (weights[from + float] as number);
      }
      right.set(input, channel, sum);
    }
  }
  return Float64Array.from(cholesky(covariance, depth).solve(right).transpose().to1DArray());
}
