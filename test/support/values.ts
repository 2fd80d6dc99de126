import type { Value } from '../../network/network.ts';

/** Values in [-1, 1) from a seed, always the same. */
export function randomValue(dims: readonly number[], seed: number, spread = 1): Value {
  const count = dims.reduce((a, b) => a * b, 1);
  return {
    dims,
    type: 'float32',
    data: Float32Array.from(randomNumbers(count, seed), (x) => spread * x),
  };
}

export function randomNumbers(count: number, seed: number): Float32Array {
  let state = seed * 2654435761 + 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** The largest difference, in units of the largest magnitude expected. */
export function relativeError(got: Value, expected: Value): number {
  const [a, b] = [got.data as Float32Array, expected.data as Float32Array];
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const largest = b.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
  return (
    b.reduce((most, x, index) => Math.max(most, Math.abs(x - (a[index] as number))), 0) / largest
  );
}
