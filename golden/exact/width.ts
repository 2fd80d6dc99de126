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

/** Start values within [least, most], in LSBs of the accumulator. */
export interface StartRange {
  readonly least: bigint;
  readonly most: bigint;
}

/** Sums that start at 0. */
export const NO_START: StartRange = { least: 0n, most: 0n };

/** Accumulators of two stages: tile sums from 0, and their sums from the start value (section 6). */
export interface TwoStageBounds {
  /** Holds every tile; its width is P_I. */
  readonly inner: AccumulatorBounds;
  /** Holds the row; its width is P_O. */
  readonly outer: AccumulatorBounds;
}

/** Bounds of any sum of `depth` products whose start value lies in [-startMax, startMax] (section 6). */
export function agnosticWidth(
  parameters: ProductParameters,
  depth: number,
  startMax: bigint,
): AccumulatorBounds {
  return agnosticBounds(parameters, depth, { least: -startMax, most: startMax });
}

/** Bounds of any sum of `depth` products from a range of start values (section 6, agnostic). */
export function agnosticBounds(
  parameters: ProductParameters,
  depth: number,
  start: StartRange,
): AccumulatorBounds {
  const terms = BigInt(depth);
  const { upper, lower } = startBounds(start);
  return boundsOf(
    upper + terms * largestProduct(parameters, false),
    lower + terms * largestProduct(parameters, true),
  );
}

/** Bounds of any `depth` products in tiles of `tile` (section 6, two stages, agnostic). */
export function agnosticTwoStage(
  parameters: ProductParameters,
  depth: number,
  { tile, start }: { readonly tile: number; readonly start: StartRange },
): TwoStageBounds {
  return {
    inner: agnosticBounds(parameters, Math.min(tile, depth), NO_START),
    outer: agnosticBounds(parameters, depth, start),
  };
}

/** What start values add to U+ and U-: one more term. */
export function startBounds({ least, most }: StartRange): { upper: bigint; lower: bigint } {
  return { upper: most > 0n ? most : 0n, lower: least < 0n ? -least : 0n };
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
