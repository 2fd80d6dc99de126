import type { Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { declarations } from '../text.ts';

export interface WordView {
  readonly signals: readonly string[];
  /** Body of the smallest positive word. */
  readonly smallest: string;
  readonly nar: string;
  readonly signed: string;
}

export function wordView({ requantise }: Resolved): WordView {
  const { output, relu } = requantise;
  return {
    signals: declarations([
      { name: 'body', width: 'BodyWidth', meaning: 'the word without its sign' },
    ]),
    smallest: svLiteral(1, output.n - 1),
    nar: svLiteral(output.narWord, output.n, 'binary'),
    signed: relu ? `{1'b0, body}` : `negative ? -{1'b0, body} : {1'b0, body}`,
  };
}
