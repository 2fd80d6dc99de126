import type { LpFormat } from '../../../golden/format.ts';
import { svLiteral } from '../../systemverilog.ts';
import { declarations } from '../text.ts';

export interface WordView {
  readonly signals: readonly string[];
  /** Body of the smallest positive word. */
  readonly smallest: string;
  readonly nar: string;
  readonly signed: string;
}

/** Negative words are left out where every sum that is not zero is positive. */
export function wordView(output: LpFormat, signs: 'both' | 'positive'): WordView {
  return {
    signals: declarations([
      { name: 'body', width: 'BodyWidth', meaning: 'the word without its sign' },
    ]),
    smallest: svLiteral(1, output.n - 1),
    nar: svLiteral(output.narWord, output.n, 'binary'),
    signed: signs === 'positive' ? `{1'b0, body}` : `negative ? -{1'b0, body} : {1'b0, body}`,
  };
}
