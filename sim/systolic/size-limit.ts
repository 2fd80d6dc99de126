import type { SystolicShape } from '../../generator/index.ts';

/**
 * PEs of the largest grid that is simulated as a whole: 2048 of them, with 1 product each, take 10 s of
 * CPU time to compile, 4096 with 16 products 65 s and 1.3 GB.
 */
const MOST_PES = 2048;

/** Why a grid is too large to be simulated as a whole; null where it is not. */
export function wholeGridLimit(
  { peRows, cols }: Pick<SystolicShape, 'peRows' | 'cols'>,
  mostPes: number = MOST_PES,
): string | null {
  const pes = peRows * cols;
  return pes <= mostPes ? null : `${pes} PEs are more than the ${mostPes} that are simulated`;
}
