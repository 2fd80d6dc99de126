import { bitLength, shiftDown } from './dyadic.ts';
import { exponentBits, type FloatMacParameters } from './float-parameters.ts';
import { alignedLogSum, logToLinear } from './mac.ts';
import { decodeOnce } from './words.ts';

/** A nonzero floating sum: (-1)^sign * significand * 2^(exponent - W + 1), 2^(W-1) <= significand < 2^W. */
export interface FloatNumber {
  readonly kind: 'number';
  readonly sign: 0 | 1;
  readonly exponent: number;
  readonly significand: bigint;
}

/** State of a floating sum (section 3, "Floating partial sums"). */
export type FloatSum = { readonly kind: 'zero' } | FloatNumber;

/** A sum so far and the sticky flag. */
export interface FloatMacState {
  readonly sum: FloatSum;
  readonly nar: boolean;
}

/** Widths of the integer {s, e, M} that holds a sum, in bits. */
export interface FloatLayout {
  /** W: bits of M. */
  readonly significand: number;
  /** E: bits of e, two's complement. */
  readonly exponentBits: number;
}

const ZERO: FloatSum = Object.freeze({ kind: 'zero' });

/** W and the E that no step can leave. */
export function layoutOf(parameters: FloatMacParameters): FloatLayout {
  return { significand: parameters.significand, exponentBits: exponentBits(parameters) };
}

/** The state a sum starts in: zero by specification, or a bit pattern loaded in its place. */
export function floatStart(parameters: FloatMacParameters, bits = 0n): FloatMacState {
  return { sum: unpackSum(layoutOf(parameters), bits), nar: false };
}

/** Adds one product of a weight word and an activation word to a floating sum (section 3). */
export function floatMultiplyAccumulate(
  parameters: FloatMacParameters,
  state: FloatMacState,
  weightWord: number,
  activationWord: number,
): FloatMacState {
  const weight = decodeOnce(parameters.weight, weightWord);
  const activation = decodeOnce(parameters.activation, activationWord);
  if (weight.kind !== 'number' || activation.kind !== 'number') {
    const nar = weight.kind === 'nar' || activation.kind === 'nar';
    return nar ? { sum: state.sum, nar: true } : state;
  }
  const sign = weight.sign === activation.sign ? 0 : 1;
  const logSum = alignedLogSum(parameters, weight.log, activation.log);
  const product = floatProduct(parameters, sign, logSum);
  const { sum, nar } = state;
  return { sum: sum.kind === 'zero' ? product : add(parameters.significand, sum, product), nar };
}

/** The integer {s, e, M}; the zero state is 0. Throws RangeError where e or M does not fit. */
export function packSum({ significand: W, exponentBits: E }: FloatLayout, sum: FloatSum): bigint {
  if (sum.kind === 'zero') return 0n;
  const exponent = BigInt(sum.exponent);
  if (BigInt.asIntN(E, exponent) !== exponent) {
    throw new RangeError(`exponent ${exponent} does not fit ${E} bits`);
  }
  requireNormalised(W, sum.significand);
  const head = (BigInt(sum.sign) << BigInt(E)) | BigInt.asUintN(E, exponent);
  return (head << BigInt(W)) | sum.significand;
}

/**
 * The sum in the low 1 + E + W bits. Its value decides: M = 0 is the zero state whatever s and e
 * are. Throws RangeError where M is neither 0 nor normalised, which no sum is.
 */
export function unpackSum(
  { significand: W, exponentBits: E }: FloatLayout,
  bits: bigint,
): FloatSum {
  const significand = BigInt.asUintN(W, bits);
  if (significand === 0n) return ZERO;
  requireNormalised(W, significand);
  const exponent = Number(BigInt.asIntN(E, shiftDown(bits, W)));
  const sign = BigInt.asUintN(1, shiftDown(bits, E + W)) === 1n ? 1 : 0;
  return { kind: 'number', sign, exponent, significand };
}

/** T[j] as W bits: (s, I, T[j] * 2^(W-1-G)), its fraction dropped where W < G + 1. */
function floatProduct(parameters: FloatMacParameters, sign: 0 | 1, logSum: bigint): FloatNumber {
  const { octave, significand } = logToLinear(parameters, logSum);
  const dropped = parameters.converterFraction + 1 - parameters.significand;
  return { kind: 'number', sign, exponent: octave, significand: shiftDown(significand, dropped) };
}

/** The sum of two numbers: no guard bits on the way, truncated after a carry. */
function add(W: number, a: FloatNumber, b: FloatNumber): FloatSum {
  const [larger, smaller] = a.exponent < b.exponent ? [b, a] : [a, b];
  const aligned = shiftDown(smaller.significand, larger.exponent - smaller.exponent);
  const total = signed(larger.sign, larger.significand) + signed(smaller.sign, aligned);
  if (total === 0n) return ZERO;
  const magnitude = total < 0n ? -total : total;
  const excess = bitLength(magnitude) - W;
  return {
    kind: 'number',
    sign: total < 0n ? 1 : 0,
    exponent: larger.exponent + excess,
    significand: shiftDown(magnitude, excess),
  };
}

function signed(sign: 0 | 1, magnitude: bigint): bigint {
  return sign === 1 ? -magnitude : magnitude;
}

function requireNormalised(W: number, significand: bigint): void {
  if (bitLength(significand) !== W) {
    throw new RangeError(`significand ${significand} has its leading one not at bit ${W - 1}`);
  }
}
