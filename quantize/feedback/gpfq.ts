import { dampedMoments } from './damped.ts';
import type { WordQuestion } from './question.ts';
import { wordOrder } from './word-order.ts';
import type { WordPath } from './word-path.ts';

/**
 * GPFQ (Lybrand and Saab, "A Greedy Algorithm for Quantizing Neural Networks", JMLR 2021) in Gram
 * form: with u = sum over i before k of w_i x_i - q_i x~_i, the word wanted for weight k minimises
 * E|u + w_k x_k - q x~_k|^2 + d (q - w_k)^2. Throws RangeError for moments that are none.
 */
export function gpfqPath(question: WordQuestion): WordPath {
  const { targets, moments, damping } = question;
  const { covariance, depth, ridge } = dampedMoments(moments, damping);
  const order = wordOrder(question);
  const rows = new Float64Array(depth * depth);
  for (const [step, k] of order.entries()) {
    const variance = covariance[k * (depth + 1)] as number;
    for (let before = 0; before < step; before++) {
      const i = order[before] as number;
      rows[step * depth + before] = (covariance[k * depth + i] as number) / variance;
    }
  }
  return {
    order,
    weights: targets,
    starts: pathStarts(question, { order, covariance, ridge }),
    rows,
  };
}

/** What is wanted of each weight if the words before it had no error: the weight, but for what x~ is not x. */
function pathStarts(
  { targets, moments }: WordQuestion,
  path: { readonly order: Uint32Array; readonly covariance: Float64Array; readonly ridge: number },
): Float64Array {
  const { depth, cross } = moments;
  if (cross === undefined) return targets;
  const { order, covariance, ridge } = path;
  const starts = new Float64Array(targets.length);
  for (let from = 0; from < targets.length; from += depth) {
    for (const [step, k] of order.entries()) {
      const weight = targets[from + k] as number;
      let sum = ((cross[k * (depth + 1)] as number) + ridge) * weight;
      for (let before = 0; before < step; before++) {
        const i = order[before] as number;
        const at = k * depth + i;
        const difference = (cross[at] as number) - (covariance[at] as number);
        sum += difference * (targets[from + i] as number);
      }
      starts[from + k] = sum / (covariance[k * (depth + 1)] as number);
    }
  }
  return starts;
}
