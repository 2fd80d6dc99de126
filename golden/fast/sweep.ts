import { type Mac, sumBits } from '../exact/float-parameters.ts';
import { recordWordsOf } from './accumulator.ts';
import type { PageFiller } from './page.ts';

/** Sums that a sweep forms. */
export interface SweepOptions {
  /** Vectors per sum. */
  readonly depth: number;
  /** Start values as in MacStream.start, used in turn; their low P bits count. */
  readonly starts: readonly bigint[];
}

export interface Sweep {
  /** Writes the records of the vectors [begin, end); begin is the previous end, or 0 to restart. */
  fill(begin: number, end: number, out: Uint32Array): void;
}

/** Pages are blocks of the pair sequence: large enough to loop over, small enough for the cache. */
const SMALLEST_PAGE = 2 ** 12;
const LARGEST_PAGE = 2 ** 16;

/** Expected records of an operand counter over all pairs of words (section 3). */
export function createSweep(
  parameters: Mac,
  { depth, starts }: SweepOptions,
  createFiller: (pageSize: number) => PageFiller,
): Sweep {
  if (!Number.isSafeInteger(depth) || depth < 1) throw new RangeError('depth must be at least 1');
  if (starts.length === 0) throw new RangeError('starts must not be empty');
  const pairs = 2 ** (parameters.weight.n + parameters.activation.n);
  const pageSize = Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, pairs));
  const pages = Math.max(1, pairs / pageSize);
  const recordWords = recordWordsOf(sumBits(parameters));
  const filler = createFiller(pageSize);
  let next = 0;

  return {
    fill(begin, end, out) {
      if (begin === 0) filler.restart();
      else if (begin !== next) throw new RangeError(`begin must be 0 or ${next}, not ${begin}`);
      if (end < begin) throw new RangeError(`end must be at least ${begin}, not ${end}`);
      if (out.length < (end - begin) * recordWords) {
        throw new RangeError(`out must hold ${end - begin} records of ${recordWords} words`);
      }
      next = begin;
      while (next < end) {
        const offset = next % pageSize;
        const count = Math.min(end - next, pageSize - offset);
        const page = Math.floor(next / pageSize) % pages;
        filler.fill(page, offset, count, out, (next - begin) * recordWords);
        next += count;
      }
    },
  };
}
