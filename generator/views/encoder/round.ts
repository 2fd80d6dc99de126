import { svZeroExtend } from '../../systemverilog.ts';
import { declarations, slice } from '../text.ts';
import type { Encoder, RegimeRow } from './describe.ts';

export interface RoundView {
  readonly signals: readonly string[];
  readonly regime: string;
  /** Empty where the log has no bits below the regime. */
  readonly tail: string;
  /** Empty where no sum lies within the range of the words. */
  readonly rows: readonly RegimeRow[];
  readonly kept: string;
  /** Empty where every bit is kept. */
  readonly up: string;
  readonly increment: string;
}

export function roundView({ widths, regimes }: Encoder): RoundView {
  const { log, tail, unrounded, body } = widths;
  const guard = unrounded - body - 1;
  const rounds = guard >= 0;
  const reduce = guard > 1 ? '|' : '';
  const sticky =
    guard > 0 ? `(${reduce}${slice('unrounded', guard - 1, 0)} || kept[0])` : 'kept[0]';
  return {
    signals: declarations([
      {
        name: 'regime',
        width: tail > 0 ? 'RegimeWidth' : 'LogWidth',
        signed: true,
        meaning: 'k',
      },
      ...(tail > 0 ? [{ name: 'tail', width: 'TailWidth', meaning: 'exponent and fraction' }] : []),
      { name: 'unrounded', width: 'UnroundedWidth', meaning: 'regime run, terminator, tail' },
      { name: 'kept', width: 'BodyWidth', meaning: 'what fits the word' },
      ...(rounds ? [{ name: 'round_up', meaning: 'the next word is nearer, or even' }] : []),
      { name: 'rounded', width: 'BodyWidth', meaning: 'nearest word without its sign' },
    ]),
    regime: slice('log', log - 1, tail),
    tail: tail > 0 ? slice('log', tail - 1, 0) : '',
    rows: regimes,
    kept: slice('unrounded', unrounded - 1, unrounded - body),
    up: rounds ? `unrounded[${guard}] && ${sticky}` : '',
    increment: svZeroExtend('round_up', 1, body),
  };
}
