import type { LpFormat } from '../format.ts';
import { type Dyadic, shiftDown, shiftUpwards } from './dyadic.ts';
import { encloseExp2 } from './enclosure.ts';
import { decodeOnce } from './words.ts';

/** Everything of a multiply-accumulate but its formats' words and the sum so far (section 3). */
export interface MacParameters {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly converter: 'table' | 'mitchell';
  /** G: fraction bits of the converter's output. */
  readonly converterFraction: number;
  readonly align: 'truncate' | 'nearest' | 'floor' | 'floor-act';
  readonly overflow: 'wrap' | 'saturate';
  /** A: fraction bits of the accumulator, whose LSB is 2^-A; any integer. */
  readonly accumulatorFraction: number;
  /** P: width of the accumulator in bits, two's complement. */
  readonly accumulatorWidth: number;
}

/** The part of the parameters that shapes a product. */
export type ProductParameters = Omit<MacParameters, 'accumulatorWidth' | 'overflow'>;

/** The part that turns words into logs and logs into linear numbers, whatever the sum is held in. */
export type ConverterParameters = Pick<
  MacParameters,
  'weight' | 'activation' | 'converter' | 'converterFraction'
>;

/** A sum so far: acc in units of 2^-A, and the sticky flag. */
export interface MacState {
  readonly acc: bigint;
  readonly nar: boolean;
}

/** T[j], 2^(j / 2^Fp) in units of 2^-G as the converter gives it, 0 <= j < 2^Fp (section 3, step 3). */
export function antilog(
  converter: MacParameters['converter'],
  G: number,
  Fp: number,
  j: number,
): bigint {
  if (!Number.isInteger(j) || j < 0 || j >= 2 ** Fp) {
    throw new RangeError(`j must be an integer from 0 to ${2 ** Fp - 1}, not ${j}`);
  }
  const one = 1n << BigInt(G);
  if (converter === 'mitchell') return one + shiftDown(BigInt(j) << BigInt(G), Fp);
  const nearest = j === 0 ? one : nearestPower({ numerator: BigInt(j), fractionBits: Fp }, G);
  const largest = 2n * one - 1n;
  return nearest < largest ? nearest : largest;
}

/** I and T[j] of a log sum Lp, in units of 2^-Fp: 2^Lp is about T[j] * 2^(I - G) (section 3, step 3). */
export function logToLinear(
  parameters: ConverterParameters,
  logSum: bigint,
): { octave: number; significand: bigint } {
  const { fraction, antilogs } = multiplierOf(parameters);
  const octave = Number(shiftDown(logSum, fraction));
  const j = Number(BigInt.asUintN(fraction, logSum));
  let significand = antilogs[j];
  if (significand === undefined) {
    significand = antilog(parameters.converter, parameters.converterFraction, fraction, j);
    antilogs[j] = significand;
  }
  return { octave, significand };
}

/** Magnitude in units of 2^-A of a product with log sum Lp, in units of 2^-Fp (section 3, steps 3-4). */
export function productMagnitude(
  parameters: ProductParameters,
  logSum: number | bigint,
  weightNegative: boolean,
  activationNegative: boolean,
): bigint {
  const { octave, significand } = logToLinear(parameters, BigInt(logSum));
  const { converterFraction, accumulatorFraction, align } = parameters;
  const shift = octave + accumulatorFraction - converterFraction;
  return aligned(align, significand, shift, { weightNegative, activationNegative });
}

/** Magnitude significand * 2^shift, cut to an integer by the signs of the operands (section 3, step 4). */
export function aligned(
  align: MacParameters['align'],
  significand: bigint,
  shift: number,
  {
    weightNegative,
    activationNegative,
  }: { readonly weightNegative: boolean; readonly activationNegative: boolean },
): bigint {
  if (shift >= 0) return significand << BigInt(shift);
  switch (align) {
    case 'truncate':
      return shiftDown(significand, -shift);
    case 'nearest':
      return shiftDown(significand + (1n << BigInt(-shift - 1)), -shift);
    case 'floor':
      return weightNegative !== activationNegative
        ? shiftUpwards(significand, -shift)
        : shiftDown(significand, -shift);
    case 'floor-act':
      return activationNegative
        ? shiftUpwards(significand, -shift)
        : shiftDown(significand, -shift);
  }
}

/** The state a sum starts in: start value b, in units of 2^-A, and a clear flag (section 3, step 0). */
export function start(b: bigint): MacState {
  return { acc: b, nar: false };
}

/** Adds one product of a weight word and an activation word to a sum (section 3, steps 1-5). */
export function multiplyAccumulate(
  parameters: MacParameters,
  state: MacState,
  weightWord: number,
  activationWord: number,
): MacState {
  const weight = decodeOnce(parameters.weight, weightWord);
  const activation = decodeOnce(parameters.activation, activationWord);
  if (weight.kind !== 'number' || activation.kind !== 'number') {
    const nar = weight.kind === 'nar' || activation.kind === 'nar';
    return nar ? { acc: state.acc, nar: true } : state;
  }
  const logSum = alignedLogSum(parameters, weight.log, activation.log);
  const magnitude = productMagnitude(parameters, logSum, weight.sign === 1, activation.sign === 1);
  const acc = state.acc + (weight.sign === activation.sign ? magnitude : -magnitude);
  return { acc: kept(parameters, acc), nar: state.nar };
}

/** Lp: sum of a weight's and an activation's log, both brought to units of 2^-Fp (section 3, step 1). */
export function alignedLogSum(
  parameters: ConverterParameters,
  weight: bigint,
  activation: bigint,
): bigint {
  const { weightShift, activationShift } = multiplierOf(parameters);
  return (weight << weightShift) + (activation << activationShift);
}

/** What P bits keep of an exact sum (section 3, step 5). */
export function kept(
  { overflow, accumulatorWidth }: Pick<MacParameters, 'overflow' | 'accumulatorWidth'>,
  acc: bigint,
): bigint {
  const wrapped = BigInt.asIntN(accumulatorWidth, acc);
  if (overflow === 'wrap' || wrapped === acc) return wrapped;
  const limit = 1n << BigInt(accumulatorWidth - 1);
  return acc < 0n ? -limit : limit - 1n;
}

/** The integer nearest to 2^(G + fraction), 0 < fraction < 1. */
function nearestPower(fraction: Dyadic, G: number): bigint {
  // Terminates: 2^fraction is irrational, so 2^(G + fraction) is never halfway between integers.
  for (let precision = G + 64; ; precision *= 2) {
    const { low, high } = encloseExp2(fraction, precision);
    const half = 1n << BigInt(precision - G - 1);
    const nearest = shiftDown(low + half, precision - G);
    if (shiftDown(high + half, precision - G) === nearest) return nearest;
  }
}

/** What is worked out once per set of parameters; the antilogs fill as they are met. */
interface Multiplier {
  /** Fp: fraction bits of a log sum. */
  readonly fraction: number;
  readonly weightShift: bigint;
  readonly activationShift: bigint;
  readonly antilogs: bigint[];
}

const multipliers = new WeakMap<ConverterParameters, Multiplier>();

function multiplierOf(parameters: ConverterParameters): Multiplier {
  const known = multipliers.get(parameters);
  if (known !== undefined) return known;
  const { weight, activation } = parameters;
  const fraction = Math.max(weight.fractionBits, activation.fractionBits);
  const multiplier = {
    fraction,
    weightShift: BigInt(fraction - weight.fractionBits),
    activationShift: BigInt(fraction - activation.fractionBits),
    antilogs: [],
  };
  multipliers.set(parameters, multiplier);
  return multiplier;
}
