import { type Mac, sumBits } from '../exact/float-parameters.ts';
import { type Accumulator, recordWordsOf, startWordsOf, toWords } from './accumulator.ts';
import type { PageFiller } from './page.ts';
import { pageTerms } from './page.ts';
import type { SweepOptions } from './sweep.ts';
import type { Term } from './term.ts';

/** Sums too wide for plain integers: terms go through an accumulator (section 3). */
export function wideFiller(
  parameters: Mac,
  term: Term,
  accumulator: Accumulator,
  { depth, starts }: SweepOptions,
  pageSize: number,
): PageFiller {
  const width = sumBits(parameters);
  const recordWords = recordWordsOf(width);
  const startWords = startWordsOf(width);
  const startValues = toWords(starts, startWords);
  let terms: Int32Array = new Int32Array(0);
  let loaded = -1;
  let left = 0;
  let turn = 0;

  return {
    restart() {
      accumulator.clear();
      left = 0;
      turn = 0;
    },
    fill(page, offset, count, out, at) {
      if (page !== loaded) {
        terms = pageTerms(parameters, term, page, pageSize);
        loaded = page;
      }
      for (let index = offset; index < offset + count; index++) {
        if (left === 0) {
          accumulator.load(startValues, turn * startWords);
          turn = turn + 1 === starts.length ? 0 : turn + 1;
          left = depth;
        }
        left--;
        accumulator.add(terms[index] as number);
        accumulator.store(out, at);
        at += recordWords;
      }
    },
  };
}
