import type { MacParameters } from '../exact/mac.ts';
import { createAccumulator, recordWordsOf, toWords } from './accumulator.ts';
import type { PageFiller } from './page.ts';
import { pageTerms } from './page.ts';
import type { ProductTable } from './product.ts';
import type { SweepOptions } from './sweep.ts';

/** P from 32 on: several words per record, terms added in limbs (section 3, step 5). */
export function wideFiller(
  parameters: MacParameters,
  table: ProductTable,
  { depth, starts }: SweepOptions,
  pageSize: number,
): PageFiller {
  const recordWords = recordWordsOf(parameters.accumulatorWidth);
  const startWords = Math.ceil(parameters.accumulatorWidth / 32);
  const startValues = toWords(starts, startWords);
  const accumulator = createAccumulator(parameters, table);
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
        terms = pageTerms(parameters, table, page, pageSize);
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
