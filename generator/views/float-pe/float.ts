import type { FloatResolved } from '../../config/resolve.ts';
import { bitLength } from '../../systemverilog.ts';
import { productArithmetic } from '../pe/arithmetic.ts';
import { type Phase, read, type Value } from '../pe/pipeline.ts';
import { operandValues, product } from '../pe/values.ts';
import { type Multiplier, type ProductWidths, productWidths } from '../pe/widths.ts';

/** Widths of the internal signals, in bits. */
export interface FloatWidths extends ProductWidths {
  /** E and W of the partial sum {sign, exponent, significand}. */
  readonly sumExponent: number;
  readonly sumSignificand: number;
  readonly acc: number;
  /** Sum of two significands. */
  readonly total: number;
  readonly leadingZeros: number;
}

/** All that the sections of a PE with a floating sum are made from. */
export interface FloatPe extends Multiplier {
  readonly resolved: FloatResolved;
  readonly widths: FloatWidths;
}

export function floatWidths(resolved: FloatResolved): FloatWidths {
  const { E, W } = resolved.derived;
  return {
    ...productWidths(productArithmetic(resolved)),
    sumExponent: E,
    sumSignificand: W,
    acc: 1 + E + W,
    total: W + 1,
    leadingZeros: bitLength(W),
  };
}

/** What a PE with a floating sum makes of its operands. */
export function floatValues({ config }: FloatResolved, cuts: readonly Phase[]): Value[] {
  return [
    ...operandValues(config.pe.operands, cuts, {
      act_sign: 'multiply',
      live: 'multiply',
      signedSum: false,
    }),
    {
      ...product('product_exponent', 'floor of the log'),
      width: 'SumExponentWidth',
      signed: true,
    },
    {
      ...product('product_significand', '0 where nothing is added'),
      width: 'SumSignificandWidth',
    },
  ];
}

/** Names of the product's parts where it meets the sum. */
export function productNames({ pipeline }: FloatPe) {
  const at = (name: string) => read(pipeline, name, 'accumulate');
  return {
    sign: at('negative'),
    exponent: at('product_exponent'),
    significand: at('product_significand'),
  };
}
