import type { LpFormat } from '../format.ts';
import { bitLength, dyadicOf, floor, shiftDown, subtract } from './dyadic.ts';
import { encloseLog2 } from './enclosure.ts';
import { encodeLog, type Underflow } from './encode.ts';

/** How an accumulator leaves the array (section 4). */
export interface RequantiseParameters {
  /** P: width of the accumulator in bits. */
  readonly accumulatorWidth: number;
  /** A: the accumulator's LSB is 2^-A. */
  readonly accumulatorFraction: number;
  /** X: bits below the leading one that the linear-to-log converter reads. */
  readonly inputBits: number;
  /** Fo: fraction bits of the linear-to-log converter's output. */
  readonly fraction: number;
  /** c: the channel's log scale, in units of 2^-Fo. */
  readonly scale: bigint;
  readonly relu: boolean;
  readonly underflow: Underflow;
  readonly output: LpFormat;
}

/** R[x], log2(1 + x / 2^X) rounded to units of 2^-Fo; it may reach 2^Fo (section 4, step 3). */
export function logOfSignificand(X: number, Fo: number, x: number): bigint {
  if (!Number.isInteger(x) || x < 0 || x >= 2 ** X) {
    throw new RangeError(`x must be an integer from 0 to ${2 ** X - 1}, not ${x}`);
  }
  if (x === 0) return 0n;
  const significand = (1n << BigInt(X)) + BigInt(x);
  const whole = BigInt(X);
  // Terminates: log2 of an integer that is no power of two is irrational, never halfway.
  for (let precision = Fo + 32; ; precision *= 2) {
    const { low, high } = encloseLog2(significand, precision);
    const half = 1n << BigInt(precision - Fo - 1);
    const nearest = shiftDown(low + half, precision - Fo);
    if (shiftDown(high + half, precision - Fo) === nearest) return nearest - (whole << BigInt(Fo));
  }
}

/** The output word of an accumulator v, in units of 2^-A, and its flag (section 4). */
export function requantise(parameters: RequantiseParameters, v: bigint, nar: boolean): number {
  const { accumulatorWidth, output } = parameters;
  if (nar) return output.narWord;
  if (BigInt.asIntN(accumulatorWidth, v) !== v) {
    throw new RangeError(`accumulator ${v} does not fit ${accumulatorWidth} bits`);
  }
  if (v === 0n || (parameters.relu && v < 0n)) return 0;

  const magnitude = v < 0n ? -v : v;
  const octave = bitLength(magnitude) - 1 - parameters.accumulatorFraction;
  return wordOfMagnitude(parameters, v < 0n ? 1 : 0, octave, magnitude);
}

/** What steps 2-4 need beside the number: everything but what the sum was held in. */
export type LogParameters = Omit<RequantiseParameters, 'accumulatorWidth' | 'accumulatorFraction'>;

/** The word of a nonzero magnitude whose leading one stands for 2^octave (section 4, steps 2-4). */
export function wordOfMagnitude(
  parameters: LogParameters,
  sign: 0 | 1,
  octave: number,
  magnitude: bigint,
): number {
  const { inputBits, fraction, scale, underflow, output } = parameters;
  const significand = shiftDown(magnitude, bitLength(magnitude) - 1 - inputBits);
  const below = Number(BigInt.asUintN(inputBits, significand));
  const log = (BigInt(octave) << BigInt(fraction)) + significandLog(parameters, below) + scale;
  return encodeLog(output, sign, { numerator: log, fractionBits: fraction }, underflow);
}

/** c of tensors with these scale factors: sf_out - sf_w - sf_a rounded to units of 2^-Fo (section 4). */
export function scaleFromFactors(
  fraction: number,
  sf: { readonly weight: number; readonly activation: number; readonly output: number },
): bigint {
  const weightless = subtract(dyadicOf(sf.output), dyadicOf(sf.weight));
  const { numerator, fractionBits } = subtract(weightless, dyadicOf(sf.activation));
  const doubled = { numerator, fractionBits: fractionBits - fraction - 1 };
  return (floor(doubled) + 1n) >> 1n;
}

/** By X and Fo: channels that differ in c share what is worked out. */
const significandLogs = new Map<string, bigint[]>();

/** R[x] of these parameters, each worked out once. */
function significandLog({ inputBits, fraction }: LogParameters, x: number): bigint {
  const key = `${inputBits},${fraction}`;
  let logs = significandLogs.get(key);
  if (logs === undefined) {
    logs = [];
    significandLogs.set(key, logs);
  }
  const known = logs[x];
  if (known !== undefined) return known;
  const log = logOfSignificand(inputBits, fraction, x);
  logs[x] = log;
  return log;
}
