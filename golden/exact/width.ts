import { bitLength } from './dyadic.ts';
import { alignedLogSum, type ProductParameters, productMagnitude } from './mac.ts';
import { positiveLog } from './words.ts';

/** Bounds [-lower, upper] of every partial sum, in units of 2^-A, and the bits that hold both. */
export interface AccumulatorBounds {
  /** U+ */
  readonly upper: bigint;
  /** U- */
  readonly lower: bigint;
  /** P, at least 1. */
  readonly width: number;
}

/** Bounds of any sum of `depth` products whose start value lies in [-startMax, startMax] (section 6). */
export function agnosticWidth(
  parameters: ProductParameters,
  depth: number,
  startMax: bigint,
): AccumulatorBounds {
  const terms = BigInt(depth);
  const upper = terms * largestProduct(parameters, false) + startMax;
  const lower = terms * largestProduct(parameters, true) + startMax;
  return boundsOf(upper, lower);
}

/** U+ and U- with the smallest P for which upper <= 2^(P-1) - 1 and lower <= 2^(P-1). */
export function boundsOf(upper: bigint, lower: bigint): AccumulatorBounds {
  return { upper, lower, width: Math.max(upperWidth(upper), lowerWidth(lower)) };
}

/** The bounds that hold what any of several bounds hold; no bounds hold nothing but 0. */
export function widestOf(bounds: readonly AccumulatorBounds[]): AccumulatorBounds {
  let [upper, lower] = [0n, 0n];
  for (const each of bounds) {
    if (each.upper > upper) upper = each.upper;
    if (each.lower > lower) lower = each.lower;
  }
  return boundsOf(upper, lower);
}

/** The side that needs all P bits: a sum that attains its bound overflows P - 1 bits. */
export function bindingSide({ upper, lower }: AccumulatorBounds): 'upper' | 'lower' {
  return upperWidth(upper) >= lowerWidth(lower) ? 'upper' : 'lower';
}

/** The largest magnitude among products of one sign, whichever operand brings the sign. */
function largestProduct(parameters: ProductParameters, negative: boolean): bigint {
  const { weight, activation } = parameters;
  const logSum = alignedLogSum(
    parameters,
    positiveLog(weight, weight.maxWord),
    positiveLog(activation, activation.maxWord),
  );
  let largest = 0n;
  for (const weightNegative of [false, true]) {
    const activationNegative = weightNegative !== negative;
    const magnitude = productMagnitude(parameters, logSum, weightNegative, activationNegative);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

function upperWidth(upper: bigint): number {
  return 1 + bitLength(upper);
}

function lowerWidth(lower: bigint): number {
  return lower > 0n ? 1 + bitLength(lower - 1n) : 1;
}
