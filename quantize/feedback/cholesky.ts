/**
 * The lower factor of a K x K matrix, row by row, symmetric and positive definite: what ml-matrix
 * gives, in half the time for K = 576 and without copies to rows. Throws RangeError.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const from = row * size;
    for (let column = 0; column < row; column++) {
      const above = column * size;
      const rest = (matrix[from + column] as number) - dot(lower, from, above, column);
      lower[from + column] = rest / (lower[above + column] as number);
    }
    const pivot = (matrix[from + row] as number) - dot(lower, from, from, row);
    if (!(pivot > 0 && pivot < Infinity)) {
      throw new RangeError('second moments of inputs must be positive semidefinite: more damping?');
    }
    lower[from + row] = Math.sqrt(pivot);
  }
  return lower;
}

/** Solves matrix * x = right in place by the lower factor of the matrix. */
export function choleskySolve(lower: Float64Array, right: Float64Array): void {
  const size = right.length;
  for (let row = 0; row < size; row++) {
    let rest = right[row] as number;
    for (let column = 0, at = row * size; column < row; column++, at++) {
      rest -= (lower[at] as number) * (right[column] as number);
    }
    right[row] = rest / (lower[row * (size + 1)] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    const solved = (right[row] as number) / (lower[row * (size + 1)] as number);
    right[row] = solved;
    for (let column = 0, at = row * size; column < row; column++, at++) {
      right[column] = (right[column] as number) - (lower[at] as number) * solved;
    }
  }
}

/** Sum of `count` products of two stretches of an array. */
function dot(values: Float64Array, first: number, second: number, count: number): number {
  let sum = 0;
  for (let i = 0, a = first, b = second; i < count; i++, a++, b++) {
    sum += (values[a] as number) * (values[b] as number);
  }
  return sum;
}
