import { svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { declarations, slice } from '../text.ts';
import type { FloatPe } from './float.ts';

export interface ProductView {
  readonly signals: readonly string[];
  readonly floor: string;
  readonly exponent: string;
  readonly significand: string;
}

/** The product in the form of the sum. */
export function productView({ resolved, widths }: FloatPe): ProductView {
  const { Fp } = resolved.derived;
  return {
    signals: declarations([
      {
        name: 'exponent',
        width: Fp > 0 ? 'ExponentWidth' : 'LogSumWidth',
        signed: true,
        meaning: 'floor of the log',
      },
      {
        name: 'product_exponent',
        width: 'SumExponentWidth',
        signed: true,
        meaning:
          widths.exponent < widths.sumExponent ? 'the same, as wide as in the sum' : 'the same',
      },
      {
        name: 'product_significand',
        width: 'SumSignificandWidth',
        meaning: '0 where nothing is added',
      },
    ]),
    floor: Fp > 0 ? 'log_sum[LogSumWidth-1:LogFraction]' : 'log_sum',
    exponent: svSignExtend('exponent', widths.exponent, widths.sumExponent),
    significand: fitted(widths.significand, widths.sumSignificand),
  };
}

/** The significand of the product in the bits of the sum's: zeros below, or cut. */
function fitted(from: number, to: number): string {
  return from > to
    ? slice('significand', from - 1, from - to)
    : svZeroExtend('significand', from, to, to - from);
}
