/** Matrices are row by row in larger arrays; each begins at an index. */
export interface Matrix {
  readonly values: Float64Array;
  readonly start: number;
}

/** Sizes of a product [rows, depth] x [depth, cols]. */
export interface ProductSize {
  readonly rows: number;
  readonly depth: number;
  readonly cols: number;
}

/** Adds a x b to `sum`; where `transposed`, `a` is stored as [depth, rows]. */
export function addProduct(
  sum: Matrix,
  a: Matrix & { readonly transposed: boolean },
  b: Matrix,
  { rows, depth, cols }: ProductSize,
): void {
  const [alongRow, alongDepth] = a.transposed ? [1, rows] : [depth, 1];
  for (let row = 0; row < rows; row++) {
    const factor = (k: number) =>
      k < depth ? (a.values[a.start + row * alongRow + k * alongDepth] as number) : 0;
    for (let k = 0; k < depth; k += 4) {
      const factors = [factor(k), factor(k + 1), factor(k + 2), factor(k + 3)] as const;
      const at = (i: number) => b.start + Math.min(k + i, depth - 1) * cols;
      const starts = [at(0), at(1), at(2), at(3)] as const;
      addFourRows(sum.values, sum.start + row * cols, factors, b.values, starts, cols);
    }
  }
}

type Four = readonly [number, number, number, number];

/** Four rows at a time: the sum is read and written once for them. */
function addFourRows(
  sum: Float64Array,
  at: number,
  [a0, a1, a2, a3]: Four,
  rows: Float64Array,
  [r0, r1, r2, r3]: Four,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    sum[at + i] =
      (sum[at + i] as number) +
      a0 * (rows[r0 + i] as number) +
      a1 * (rows[r1 + i] as number) +
      a2 * (rows[r2 + i] as number) +
      a3 * (rows[r3 + i] as number);
  }
}

/** Adds a x b' to `sum`, a being [rows, depth] and b [cols, depth]. */
export function addProductOfRows(
  sum: Matrix,
  a: Matrix,
  b: Matrix,
  { rows, depth, cols }: ProductSize,
): void {
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const at = sum.start + row * cols + col;
      const product = dot(a.values, a.start + row * depth, b.values, b.start + col * depth, depth);
      sum.values[at] = (sum.values[at] as number) + product;
    }
  }
}

/** Two sums that do not wait for each other. */
function dot(a: Float64Array, i: number, b: Float64Array, j: number, length: number): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k + 1 < length; k += 2) {
    even += (a[i + k] as number) * (b[j + k] as number);
    odd += (a[i + k + 1] as number) * (b[j + k + 1] as number);
  }
  const rest = length - 1;
  if (length % 2 === 1) even += (a[i + rest] as number) * (b[j + rest] as number);
  return even + odd;
}
