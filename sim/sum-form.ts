import {
  exponentBits,
  type FloatLayout,
  isFloat,
  type Mac,
  type Requantise,
} from '../golden/exact/index.ts';
import { signedText } from './explain.ts';

/** How a partial sum is held: an integer of P bits, or {s, e, M} of 1 + E + W bits. */
export type SumForm =
  | { readonly kind: 'fixed'; readonly bits: number }
  | ({ readonly kind: 'float'; readonly bits: number } & FloatLayout);

/** The form of a PE's sums. */
export function macSumForm(parameters: Mac): SumForm {
  if (!isFloat(parameters)) return { kind: 'fixed', bits: parameters.accumulatorWidth };
  return floatForm(parameters.significand, exponentBits(parameters));
}

/** The form of the sums that an encoder takes. */
export function requantiseSumForm(parameters: Requantise): SumForm {
  if (!isFloat(parameters)) return { kind: 'fixed', bits: parameters.accumulatorWidth };
  return floatForm(parameters.significand, parameters.exponentBits);
}

/** A sum as a person reads it: `-2 (0xfffffe)`, or `-1.5 (s 1, e 0, M 0xc00, 0x40c00)`. */
export function sumText(form: SumForm, sum: bigint): string {
  return form.kind === 'fixed' ? signedText(sum, form.bits) : floatText(form, sum);
}

/** The number that the bits of a sum stand for: in LSBs where it is an integer. */
export function sumNumber(form: SumForm, sum: bigint): number {
  if (form.kind === 'fixed') return Number(BigInt.asIntN(form.bits, sum));
  const { bits, significand: W, exponentBits: E } = form;
  const M = Number(BigInt.asUintN(W, sum));
  const e = Number(BigInt.asIntN(E, sum >> BigInt(W)));
  const isNegative = ((sum >> BigInt(bits - 1)) & 1n) === 1n;
  return (isNegative ? -M : M) * 2 ** (e - W + 1);
}

function floatForm(significand: number, bitsOfExponent: number): SumForm {
  const bits = 1 + bitsOfExponent + significand;
  return { kind: 'float', bits, significand, exponentBits: bitsOfExponent };
}

/** Reads any bits, also those that are no sum: a faulty module may give them. */
function floatText({ bits, significand: W, exponentBits: E }: SumForm & FloatLayout, sum: bigint) {
  const pattern = BigInt.asUintN(bits, sum);
  const hexadecimal = (value: bigint, width: number) =>
    `0x${value.toString(16).padStart(Math.ceil(width / 4), '0')}`;
  const M = BigInt.asUintN(W, pattern);
  const e = BigInt.asIntN(E, pattern >> BigInt(W));
  const s = pattern >> BigInt(bits - 1);
  const fields = `s ${s}, e ${e}, M ${hexadecimal(M, W)}, ${hexadecimal(pattern, bits)}`;
  if (M >> BigInt(W - 1) === 1n) {
    const magnitude = Number(M) * 2 ** (Number(e) - W + 1);
    return `${s === 1n ? '-' : ''}${Number(magnitude.toPrecision(6))} (${fields})`;
  }
  return `${pattern === 0n ? 'zero' : 'not normalised'} (${fields})`;
}
