import type { ArrayShape } from '../../generator/index.ts';
import { Failure } from '../../system/failure.ts';

/**
 * The largest array that was built: 36 x 36 PEs with 4 lanes, whose simulator took 430 s and 6.4 GB to
 * compile on a busy machine with two cores (16 x 16: 42 s and 0.95 GB, 24 x 24: 122 s and 2.1 GB,
 * 32 x 32: 273 s and 4.8 GB). The time grows by the 1.45th power of PEs and lanes, a PE by itself
 * counting as much as a lane: not far beyond, it would be 10 minutes and 8 GB.
 */
const LARGEST = { rows: 36, cols: 36, lanes: 4 };

function costOf({ rows, cols, lanes }: typeof LARGEST): number {
  return rows * cols * (lanes + 1);
}

/** Throws Failure (input) for an array that is too large to be simulated. */
export function refuseLargeArray(
  name: string,
  { rows, cols, lanes }: Pick<ArrayShape, 'rows' | 'cols' | 'lanes'>,
): void {
  if (costOf({ rows, cols, lanes: lanes.length }) <= costOf(LARGEST)) return;
  const inLanes = lanes.length === 1 ? '1 lane' : `${lanes.length} lanes`;
  throw new Failure(
    'input',
    `${name} cannot be verified: a simulator of ${rows} x ${cols} PEs with ${inLanes} is larger ` +
      `than one of ${LARGEST.rows} x ${LARGEST.cols} with ${LARGEST.lanes}, which is about what ` +
      'compiles in 10 minutes and 8 GB',
    'generate and synth take it; verify an array with the same lanes and fewer rows or columns',
  );
}
