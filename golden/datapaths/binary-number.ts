import { aligned } from '../exact/mac.ts';
import type { Cut } from './options.ts';

/** (-1)^negative * significand * 2^exponent, exactly; zero is the one whose significand is 0. */
export interface BinaryNumber {
  readonly negative: boolean;
  /** A non-negative integer below 2^26, so that products are exact. */
  readonly significand: number;
  readonly exponent: number;
}

/** An integer as a number with the exponent 0. */
export function integerNumber(value: number): BinaryNumber {
  return { negative: value < 0, significand: Math.abs(value), exponent: 0 };
}

export function toValue({ negative, significand, exponent }: BinaryNumber): number {
  const magnitude = significand * 2 ** exponent;
  return negative && magnitude !== 0 ? -magnitude : magnitude;
}

/** How products are cut to an LSB of 2^-fraction. */
export interface CutParameters {
  readonly fraction: number;
  readonly align: Cut;
}

/** The product of two numbers in LSBs of 2^-fraction, its exact magnitude cut (lp-spec section 3, step 4). */
export function cutProduct(
  weight: BinaryNumber,
  activation: BinaryNumber,
  parameters: CutParameters,
): bigint {
  const magnitude = {
    significand: weight.significand * activation.significand,
    exponent: weight.exponent + activation.exponent,
  };
  return cutMagnitude(magnitude, weight.negative, activation.negative, parameters);
}

/** (-1)^(signs) * significand * 2^exponent in LSBs of 2^-fraction, the magnitude cut (lp-spec section 3, step 4). */
export function cutMagnitude(
  { significand, exponent }: Omit<BinaryNumber, 'negative'>,
  weightNegative: boolean,
  activationNegative: boolean,
  { fraction, align }: CutParameters,
): bigint {
  const magnitude = aligned(align, BigInt(significand), exponent + fraction, {
    weightNegative,
    activationNegative,
  });
  return weightNegative === activationNegative ? magnitude : -magnitude;
}
