import {
  type FixedResolved,
  type FloatResolved,
  isFloatDesign,
  type Resolved,
} from '../../config/resolve.ts';
import { declarations, slice } from '../text.ts';

export interface MagnitudeView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly sign: string;
  readonly value: string;
  readonly zero: string;
}

export function magnitudeView(resolved: Resolved): MagnitudeView {
  const { relu } = resolved.requantise;
  const float = isFloatDesign(resolved);
  const { value, sign, zero } = float ? significandOf(resolved) : absoluteOf(resolved);
  const of = float ? 'significand of the sum, leading one at the top' : 'of the sum';
  return {
    story: relu ? 'negative sums count as zero.' : 'of the sum, and its sign.',
    signals: declarations([
      { name: 'negative', meaning: 'sign of the sum' },
      { name: 'zero', meaning: relu ? 'the sum is 0 or negative' : 'the sum is 0' },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: of },
    ]),
    sign: `acc_i[${sign}]`,
    value,
    zero: relu ? `(${zero}) || negative` : zero,
  };
}

/** A floating sum is a magnitude already. */
function significandOf({ derived: { E, W } }: FloatResolved) {
  return { value: slice('acc_i', W - 1, 0), sign: E + W, zero: `magnitude == '0` };
}

function absoluteOf({ derived: { P }, requantise }: FixedResolved) {
  const value = requantise.relu ? slice('acc_i', P - 2, 0) : 'negative ? -acc_i : acc_i';
  return { value, sign: P - 1, zero: `acc_i == '0` };
}
