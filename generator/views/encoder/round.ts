import { svZeroExtend } from '../../systemverilog.ts';
import { declarations, type Signal, slice } from '../text.ts';
import type { Encoder, EncoderWidths, RegimeRow } from './describe.ts';

export interface RoundingView {
  readonly kept: string;
  /** Empty where every bit is kept. */
  readonly up: string;
  readonly increment: string;
}

export interface RoundView extends RoundingView {
  readonly signals: readonly string[];
  readonly regime: string;
  /** Empty where the log has no bits below the regime. */
  readonly tail: string;
  /** Empty where no sum lies within the range of the words. */
  readonly rows: readonly RegimeRow[];
}

export function roundView({ widths, regimes }: Encoder): RoundView {
  const { log, tail } = widths;
  const rounding = roundingView(widths);
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
      ...roundingSignals(rounding),
    ]),
    regime: slice('log', log - 1, tail),
    tail: tail > 0 ? slice('log', tail - 1, 0) : '',
    rows: regimes,
    ...rounding,
  };
}

/** The bits that a word keeps, rounded by those that it drops. */
export function roundingView({
  unrounded,
  body,
}: Pick<EncoderWidths, 'unrounded' | 'body'>): RoundingView {
  const guard = unrounded - body - 1;
  const reduce = guard > 1 ? '|' : '';
  const sticky =
    guard > 0 ? `(${reduce}${slice('unrounded', guard - 1, 0)} || kept[0])` : 'kept[0]';
  return {
    kept: slice('unrounded', unrounded - 1, unrounded - body),
    up: guard >= 0 ? `unrounded[${guard}] && ${sticky}` : '',
    increment: svZeroExtend('round_up', 1, body),
  };
}

export function roundingSignals({ up }: RoundingView): Signal[] {
  return [
    { name: 'kept', width: 'BodyWidth', meaning: 'what fits the word' },
    ...(up === '' ? [] : [{ name: 'round_up', meaning: 'the next word is nearer, or even' }]),
    { name: 'rounded', width: 'BodyWidth', meaning: 'nearest word without its sign' },
  ];
}
