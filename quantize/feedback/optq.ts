import { cholesky } from './cholesky.ts';
import { type DampedMoments, dampedMoments } from './damped.ts';
import { leastSquaresWeights } from './least-squares.ts';
import type { WordQuestion } from './question.ts';
import { wordOrder } from './word-order.ts';
import type { WordPath } from './word-path.ts';

/**
 * OPTQ (Frantar et al., "GPTQ", ICLR 2023): the error of a word is made up for by the weights still
 * open. Throws RangeError for moments that are none.
 */
export function optqPath(question: WordQuestion): WordPath {
  const { targets, moments, damping } = question;
  const order = wordOrder(question);
  const damped = dampedMoments(moments, damping);
  const weights =
    moments.cross === undefined ? targets : leastSquaresWeights(targets, moments, damping);
  return { order, weights, starts: weights, rows: feedbackRows(damped, order) };
}

/**
 * With H = R R^T, R upper triangular, the error e H e^T is the sum over s of (sum over i <= s of
 * e_i R_is)^2: e_s alone can make term s small once the words before it are known. R^-1 is the
 * factor of the inverse by which OPTQ updates open weights; written so, nothing need be inverted.
 */
function feedbackRows({ covariance, depth }: DampedMoments, order: Uint32Array): Float64Array {
  const backwards = new Float64Array(depth * depth);
  const indexAt = (place: number) => order[depth - 1 - place] as number;
  for (let row = 0; row < depth; row++) {
    const from = indexAt(row) * depth;
    for (let column = 0; column < depth; column++) {
      backwards[row * depth + column] = covariance[from + indexAt(column)] as number;
    }
  }
  // The lower factor of the matrix read backwards is R read backwards.
  const lower = cholesky(backwards, depth);
  const rows = new Float64Array(depth * depth);
  for (let step = 0; step < depth; step++) {
    const column = depth - 1 - step;
    const pivot = lower[column * (depth + 1)] as number;
    for (let before = 0; before < step; before++) {
      rows[step * depth + before] =
        (lower[(depth - 1 - before) * depth + column] as number) / pivot;
    }
  }
  return rows;
}
