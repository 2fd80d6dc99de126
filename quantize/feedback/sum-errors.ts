import { leastSquaresWeights } from './least-squares.ts';
import type { InputMoments } from './question.ts';

/**
 * By channel, E|(w - q) x|^2 over the covariance, undamped. Where the float inputs differ from the
 * array's, w stands for the real weights that are best for the array's inputs: E|w x - q x~|^2 is
 * that plus what no weights can mend, which is the same for all words.
 */
export function sumErrors(
  { targets, moments }: { readonly targets: Float64Array; readonly moments: InputMoments },
  values: Float64Array,
): Float64Array {
  const { depth, covariance } = moments;
  const best = leastSquaresWeights(targets, moments, 0);
  const errors = new Float64Array(targets.length / depth);
  const difference = new Float64Array(depth);
  for (let channel = 0; channel < errors.length; channel++) {
    const from = channel * depth;
    for (let k = 0; k < depth; k++) {
      difference[k] = (best[from + k] as number) - (values[from + k] as number);
    }
    errors[channel] = Math.max(0, quadraticForm(covariance, difference));
  }
  return errors;
}

function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  let total = 0;
  for (let row = 0; row < size; row++) {
    const factor = vector[row] as number;
    if (factor === 0) continue;
    let sum = 0;
    for (let column = 0; column < size; column++) {
      sum += (matrix[row * size + column] as number) * (vector[column] as number);
    }
    total += factor * sum;
  }
  return total;
}
