import type { LpFormat } from '../format.ts';
import type { MacParameters } from './mac.ts';
import type { RequantiseParameters } from './requantise.ts';

/**
 * A multiply-accumulate with floating partial sums (section 3, "Floating partial sums"). A sum is
 * the integer {s, e, M} of 1 + E + W bits, e in two's complement; the zero state is all zeros.
 */
export interface FloatMacParameters {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly converter: MacParameters['converter'];
  /** G: fraction bits of the converter's output. */
  readonly converterFraction: number;
  /** W: bits of the significand M, 2^(W-1) <= M < 2^W. */
  readonly significand: number;
}

/** How a floating sum leaves the array (section 4): p - A is e, x the X bits below M's leading one. */
export interface FloatRequantiseParameters
  extends Omit<RequantiseParameters, 'accumulatorWidth' | 'accumulatorFraction'> {
  readonly significand: number;
  /** E: bits of the exponent. */
  readonly exponentBits: number;
}

/** Either kind of partial sum. */
export type Mac = MacParameters | FloatMacParameters;
export type Requantise = RequantiseParameters | FloatRequantiseParameters;

/** Tells the kinds apart; also narrows. */
export function isFloat<T extends Mac | Requantise>(
  parameters: T,
): parameters is Extract<T, { readonly significand: number }> {
  return 'significand' in parameters;
}

/**
 * E: bits of e, two's complement: enough for [Imin - W + 1, Imax + W], I the whole part of a
 * product's log. No step leaves E bits, from any e of E bits and any normalised M:
 * a nonzero sum of exponents e and I is at least one LSB of the larger, so e' >= max(e, I) - W + 1 >=
 * Imin - W + 1; it carries out to e' = max(e, I) + 1 only if the smaller operand keeps a bit, which
 * is |e - I| < W, so then e' <= Imax + W; otherwise e' <= max(e, Imax).
 */
export function exponentBits({ weight, activation, significand }: FloatMacParameters): number {
  const largest =
    weight.maxLog / 2 ** weight.fractionBits + activation.maxLog / 2 ** activation.fractionBits;
  const top = Math.floor(largest) + significand;
  // The lower end needs no more: Imin >= -Imax - 1, so it is at least -top.
  let bits = 1;
  while (2 ** (bits - 1) - 1 < top) bits++;
  return bits;
}

/** Bits of a partial sum: P, or 1 + E + W. */
export function sumBits(parameters: Mac): number {
  return isFloat(parameters)
    ? 1 + exponentBits(parameters) + parameters.significand
    : parameters.accumulatorWidth;
}
