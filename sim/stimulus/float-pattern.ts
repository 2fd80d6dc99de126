import type { FloatLayout, FloatMacParameters } from '../../golden/exact/index.ts';
import type { Random } from '../random.ts';

/** Fields of a nonzero floating sum, M normalised: 2^(W-1) <= significand < 2^W. */
export interface FloatFields {
  readonly sign: number;
  readonly exponent: number;
  readonly significand: number;
}

/** The integer {s, e, M}: at most 1 + 11 + 32 bits, so a safe one. */
export function patternOf(
  { significand: W, exponentBits: E }: FloatLayout,
  { sign, exponent, significand }: FloatFields,
): number {
  const limit = 2 ** (E - 1);
  if (exponent < -limit || exponent >= limit) {
    throw new RangeError(`e ${exponent} exceeds ${E} bits`);
  }
  if (significand < 2 ** (W - 1) || significand >= 2 ** W) {
    throw new RangeError(`M ${significand} is not normalised to ${W} bits`);
  }
  return (sign * 2 ** E + (exponent & (2 ** E - 1))) * 2 ** W + significand;
}

/** The fields of a nonzero sum's integer; what stands above s is left out. */
export function fieldsOf(
  { significand: W, exponentBits: E }: FloatLayout,
  pattern: number,
): FloatFields {
  const head = Math.floor(pattern / 2 ** W);
  const raw = head % 2 ** E;
  return {
    sign: Math.floor(head / 2 ** E) % 2,
    exponent: raw < 2 ** (E - 1) ? raw : raw - 2 ** E,
    significand: pattern % 2 ** W,
  };
}

/** Smallest and largest exponent of E bits. */
export function exponentRange({ exponentBits: E }: Pick<FloatLayout, 'exponentBits'>) {
  return { low: -(2 ** (E - 1)), high: 2 ** (E - 1) - 1 };
}

/** Smallest and largest exponent of a product. */
export function productExponents({ weight, activation }: FloatMacParameters) {
  const largest =
    weight.maxLog / 2 ** weight.fractionBits + activation.maxLog / 2 ** activation.fractionBits;
  return { low: Math.floor(-largest), high: Math.floor(largest) };
}

/** Random s and M with this exponent. */
export function randomFields(
  { significand: W }: Pick<FloatLayout, 'significand'>,
  exponent: number,
  random: Random,
): FloatFields {
  return {
    sign: random.below(2),
    exponent,
    significand: 2 ** (W - 1) + random.below(2 ** (W - 1)),
  };
}

/** The next sum up in magnitude (or down, by -1), as long as its exponent fits. */
export function neighbour({ significand: W }: FloatLayout, fields: FloatFields, step: 1 | -1) {
  const moved = fields.significand + step;
  if (moved >= 2 ** W) return { ...fields, exponent: fields.exponent + 1, significand: moved / 2 };
  if (moved >= 2 ** (W - 1)) return { ...fields, significand: moved };
  return { ...fields, exponent: fields.exponent - 1, significand: 2 ** W - 1 };
}
