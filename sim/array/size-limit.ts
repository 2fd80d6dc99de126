import type { ArrayShape } from '../../generator/index.ts';
import { Failure } from '../../system/failure.ts';

/**
 * Most products that an array may form in a cycle and be simulated whole. Its simulator is compiled in
 * one piece; with 4 lanes, on a busy machine with two cores, 16 x 16 PEs took 42 s and 0.95 GB,
 * 24 x 24: 122 s and 2.1 GB, 32 x 32: 273 s and 4.8 GB, 36 x 36: 430 s and 6.4 GB. Not far beyond,
 * by the 1.45th power of the products, it would be 10 minutes and 8 GB.
 */
const MOST_PRODUCTS = 36 * 36 * 4;

/** Throws Failure (input) for an array that is too large to be simulated. */
export function refuseLargeArray(
  name: string,
  { rows, cols, lanes }: Pick<ArrayShape, 'rows' | 'cols' | 'lanes'>,
): void {
  if (rows * cols * lanes.length <= MOST_PRODUCTS) return;
  const inLanes = lanes.length === 1 ? '1 lane' : `${lanes.length} lanes`;
  throw new Failure(
    'input',
    `${name} cannot be verified: ${rows} x ${cols} PEs with ${inLanes} form ` +
      `${rows * cols * lanes.length} products a cycle, and more than ${MOST_PRODUCTS} ` +
      'take 10 minutes or 8 GB to compile',
    'generate and synth take it; verify an array with the same lanes and fewer rows or columns',
  );
}
