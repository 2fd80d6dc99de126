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
  return { upper, lower, width: smallestWidth(upper, lower) };
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

/** The smallest P with upper <= 2^(P-1) - 1 and lower <= 2^(P-1). */
function smallestWidth(upper: bigint, lower: bigint): number {
  const below = lower > 0n ? bitLength(lower - 1n) : 0;
  return 1 + Math.max(bitLength(upper), below);
}
