import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Factor of a K x K matrix, row by row, symmetric and positive definite. Throws RangeError. */
export function cholesky(matrix: Float64Array, size: number): CholeskyDecomposition {
  const factor = new CholeskyDecomposition(Matrix.from1DArray(size, size, matrix));
  if (!factor.isPositiveDefinite()) {
    throw new RangeError('second moments of inputs must be positive semidefinite: more damping?');
  }
  return factor;
}
