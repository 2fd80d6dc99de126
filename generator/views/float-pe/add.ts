import { svLiteral } from '../../systemverilog.ts';
import { controlsOf } from '../pe/accumulate.ts';
import { declarations, slice } from '../text.ts';
import { type FloatPe, productNames } from './float.ts';

export interface CompareView {
  readonly signals: readonly string[];
  readonly previousExponent: string;
  readonly previousSignificand: string;
  readonly difference: string;
  /** Flags and values of the comparison. */
  readonly productLive: string;
  readonly previousZero: string;
  readonly productSignificand: string;
}

/** Which operand is the larger one, and how far apart they are. */
export function compareView(pe: FloatPe): CompareView {
  const { sumExponent: E, sumSignificand: W } = pe.widths;
  const { exponent, significand } = productNames(pe);
  const sign = (name: string) => slice(name, E - 1, E - 1);
  const top = (name: string) => slice(name, W - 1, W - 1);
  return {
    signals: declarations([
      { name: 'acc_q', width: 'AccWidth', meaning: 'partial sum' },
      { name: 'previous', width: 'AccWidth', meaning: 'what the product is added to' },
      { name: 'previous_sign', meaning: 'of what is added to' },
      {
        name: 'previous_exponent',
        width: 'SumExponentWidth',
        signed: true,
        meaning: 'of its leading one',
      },
      {
        name: 'previous_significand',
        width: 'SumSignificandWidth',
        meaning: 'top bit 0: zero',
      },
      {
        name: 'difference',
        width: 'DifferenceWidth',
        signed: true,
        meaning: 'of the exponents',
      },
      { name: 'product_larger', meaning: 'in magnitude' },
    ]),
    previousExponent: slice('previous', E + W - 1, W),
    previousSignificand: slice('previous', W - 1, 0),
    difference: `{${sign('previous_exponent')}, previous_exponent} - {${sign(exponent)}, ${exponent}}`,
    productLive: top(significand),
    previousZero: `!${top('previous_significand')}`,
    productSignificand: significand,
  };
}

export interface AlignFloatView {
  readonly signals: readonly string[];
  readonly product: string;
  readonly smaller: string;
  readonly distance: string;
}

/** The smaller operand at the exponent of the larger one. */
export function alignFloatView(pe: FloatPe): AlignFloatView {
  const { sumExponent: E } = pe.widths;
  const { sign, exponent, significand } = productNames(pe);
  const low = slice('difference', E - 1, 0);
  return {
    signals: declarations([
      { name: 'larger_sign', meaning: 'of the larger operand' },
      { name: 'larger_exponent', width: 'SumExponentWidth', meaning: 'of the larger operand' },
      { name: 'larger', width: 'SumSignificandWidth', meaning: 'its significand' },
      { name: 'smaller', width: 'SumSignificandWidth', meaning: 'significand of the other one' },
      { name: 'distance', width: 'SumExponentWidth', meaning: 'between their exponents' },
      { name: 'aligned', width: 'SumSignificandWidth', meaning: 'smaller, shifted right and cut' },
    ]),
    product: `{${sign}, ${exponent}, ${significand}}`,
    smaller: `product_larger ? previous_significand : ${significand}`,
    distance: `difference[DifferenceWidth-1] ? -${low} : ${low}`,
  };
}

export interface AddMagnitudesView {
  readonly signals: readonly string[];
  readonly subtract: string;
  readonly carry: string;
}

export function addMagnitudesView(pe: FloatPe): AddMagnitudesView {
  const { total } = pe.widths;
  return {
    signals: declarations([
      { name: 'subtract', meaning: 'the signs differ' },
      { name: 'addend', width: 'TotalWidth', meaning: 'aligned, inverted for a difference' },
      { name: 'total', width: 'TotalWidth', meaning: 'magnitude of the sum, never negative' },
    ]),
    subtract: `${productNames(pe).sign} ^ previous_sign`,
    carry: `{${svLiteral(0, total - 1)}, subtract}`,
  };
}

export interface AccumulateFloatView {
  readonly signals: readonly string[];
  readonly valid: string;
  readonly first: string;
  readonly start: string;
  readonly nar: string;
  readonly exponent: string;
}

export function accumulateFloatView({ widths, pipeline }: FloatPe): AccumulateFloatView {
  const { sumExponent: E, leadingZeros } = widths;
  const zeros =
    E > leadingZeros ? `{${svLiteral(0, E - leadingZeros)}, leading_zeros}` : 'leading_zeros';
  return {
    ...controlsOf(pipeline),
    signals: declarations([
      { name: 'leading_zeros', width: 'LeadingZerosWidth', meaning: 'of the total' },
      { name: 'sum_exponent', width: 'SumExponentWidth', meaning: 'one up for a carry' },
      { name: 'acc_d', width: 'AccWidth', meaning: 'partial sum with this product' },
      { name: 'nar_q', meaning: 'an operand so far was NaR' },
    ]),
    exponent: `larger_exponent + ${svLiteral(1, E)} - ${zeros}`,
  };
}
