import type { InputMoments } from './question.ts';

/** The least share: with less, rounding may leave linearly dependent inputs a negative pivot. */
const LEAST_DAMPING = 1e-8;

/** Second moments with something added to every variance, so that they can be inverted. */
export interface DampedMoments {
  /** K */
  readonly depth: number;
  /** K x K, exactly symmetric; inputs that do not vary have only `ridge`, on the diagonal. */
  readonly covariance: Float64Array;
  /** What was added to every variance, above 0. */
  readonly ridge: number;
}

/** Adds a share of the mean variance, that of the inputs that vary, to every variance. Throws RangeError. */
export function dampedMoments(moments: InputMoments, damping: number): DampedMoments {
  const { depth } = moments;
  if (!(damping >= 0 && damping < Infinity)) {
    throw new RangeError(`damping must be a number from 0, not ${damping}`);
  }
  const variances = Array.from(
    { length: depth },
    (_, index) => moments.covariance[index * (depth + 1)] as number,
  );
  const varying = variances.filter((variance) => variance > 0);
  const mean = varying.reduce((sum, variance) => sum + variance, 0) / varying.length;
  const ridge = varying.length > 0 ? Math.max(damping, LEAST_DAMPING) * mean : 1;
  const covariance = new Float64Array(depth * depth);
  for (let row = 0; row < depth; row++) {
    covariance[row * (depth + 1)] = Math.max(0, variances[row] as number) + ridge;
    if (!((variances[row] as number) > 0)) continue;
    for (let column = 0; column < row; column++) {
      if (!((variances[column] as number) > 0)) continue;
      const value = moments.covariance[row * depth + column] as number;
      covariance[row * depth + column] = value;
      covariance[column * depth + row] = value;
    }
  }
  return { depth, covariance, ridge };
}
