import type { Clip, Cut, LpShape } from '../../../../golden/datapaths/index.ts';
import { antilog, decode } from '../../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import { bitLength } from '../../../systemverilog.ts';
import { decoderWidths } from '../../../views/decoder/view.ts';

/** What the product of two LP words follows from. */
export interface LogProductOptions {
  readonly weight: LpShape;
  readonly activation: LpShape;
  readonly converterFraction: number;
  readonly fraction: number;
  readonly align: Cut;
  readonly nonNegative: boolean;
  readonly clip?: Clip | undefined;
}

/**
 * A product by the addition of logs. Both logs come upside down, so that their sum, the attenuation, tells how far the
 * product lies below 2^(octave + 1): its integer part is the shift to the right, the complement of its
 * fraction the index of the antilog.
 */
export interface LogProduct {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly align: Cut;
  readonly nonNegative: boolean;
  /** Fp: fraction bits of the attenuation. */
  readonly fraction: number;
  /** G: bits below the leading one of a significand. */
  readonly converterFraction: number;
  /** A. */
  readonly sumFraction: number;
  /** floor(log2) of the largest product. */
  readonly octave: number;
  /** Bits of the largest product's magnitude, in LSBs of the sum. */
  readonly magnitudeBits: number;
  /** Magnitude and, where it is rounded, the bit below it. */
  readonly windowBits: number;
  /** Bits of a significand that reach the window of the largest product. */
  readonly significandBits: number;
  /** T without the low bits that never reach the window. */
  readonly antilogs: readonly bigint[];
  /** Low bits of the significand that are below the LSB even of the largest product. */
  readonly alwaysBelow: number;
  readonly shiftBits: number;
  readonly attenuationBits: number;
  readonly weightCode: WeightCode;
  readonly actCode: ActCode;
}

/** ~log with its top bit flipped: 0 is the largest weight that so many bits could hold, all ones is zero. */
interface WeightCode {
  readonly bits: number;
  /** Zeros below the code where the activation's fraction is finer. */
  readonly zerosBelow: number;
  /** Top bits that are all set in no weight but zero; 0 where zero shifts everything out by itself. */
  readonly zeroBits: number;
}

/** base - log, modulo 2^attenuationBits. */
interface ActCode {
  readonly base: number;
  readonly zerosBelow: number;
  /** Shifts the product out, whatever the weight. */
  readonly zero: number;
}

/** Whether a magnitude depends on what is cut off. */
export function readsLost({ align, nonNegative }: LogProductOptions | LogProduct): boolean {
  return align === 'floor' || (align === 'floor-act' && !nonNegative);
}

/** Throws FormatError, and RangeError where every product is cut to 0. */
export function logProduct(options: LogProductOptions): LogProduct {
  const weight = lpFormat(options.weight);
  const activation = lpFormat(options.activation);
  const { align, nonNegative, converterFraction, fraction: sumFraction } = options;
  const fraction = Math.max(weight.fractionBits, activation.fractionBits);
  const scale = { weight: fraction - weight.fractionBits, act: fraction - activation.fractionBits };
  const largest = {
    weight: largestLog(weight, options.clip?.weight),
    act: largestLog(activation, options.clip?.activation),
  };
  const reach = largest.weight * 2 ** scale.weight + largest.act * 2 ** scale.act;
  const octave = Math.floor(reach / 2 ** fraction);
  const magnitudeBits = octave + sumFraction + 1;
  if (magnitudeBits < 1) throw new RangeError(`every product is 0 in LSBs of 2^${-sumFraction}`);

  const windowBits = magnitudeBits + (align === 'nearest' ? 1 : 0);
  const excess = Math.max(0, converterFraction + 1 - windowBits);
  const dropped = readsLost(options) ? 0 : excess;
  const shiftBits = bitLength(windowBits - 1);
  const weightBits = decoderWidths(weight).log;
  const codes = attenuationCodes({
    limit: windowBits * 2 ** fraction,
    least: fraction + shiftBits,
    base: (octave + 1) * 2 ** fraction - 1 - (2 ** (weightBits - 1) - 1) * 2 ** scale.weight,
    weights: weightRange(weight, largest.weight, weightBits, scale.weight),
    activationReach: activation.maxLog * 2 ** scale.act,
  });
  return {
    weight,
    activation,
    align,
    nonNegative,
    fraction,
    converterFraction,
    sumFraction,
    octave,
    magnitudeBits,
    windowBits,
    significandBits: converterFraction + 1 - dropped,
    antilogs: Array.from(
      { length: 2 ** fraction },
      (_, j) => antilog('table', converterFraction, fraction, j) >> BigInt(dropped),
    ),
    alwaysBelow: excess - dropped,
    shiftBits,
    attenuationBits: codes.bits,
    weightCode: {
      bits: weightBits,
      zerosBelow: scale.weight,
      zeroBits:
        codes.zeroShiftsOut && !readsLost(options) ? 0 : zeroBits(weight.maxLog, weightBits),
    },
    actCode: { base: codes.base, zerosBelow: scale.act, zero: codes.zero },
  };
}

/** What weights add to an attenuation. */
interface WeightRange {
  readonly least: number;
  readonly most: number;
  readonly zero: number;
}

/** Log of the largest word that occurs, in units of 2^-F. */
function largestLog(format: LpFormat, clip: number | undefined): number {
  if (clip === undefined) return format.maxLog;
  const largest = decode(format, clip);
  if (largest.kind !== 'number') throw new RangeError(`${clip} has no log`);
  return Number(largest.log);
}

function weightRange(
  { maxLog }: LpFormat,
  largest: number,
  bits: number,
  zerosBelow: number,
): WeightRange {
  const middle = 2 ** (bits - 1) - 1;
  const scale = 2 ** zerosBelow;
  return {
    least: (middle - largest) * scale,
    most: (middle + maxLog) * scale,
    zero: (2 * middle + 1) * scale,
  };
}

/** The fewest bits of an attenuation in which no sum wraps around and a zero activation exceeds `limit` with every weight. */
function attenuationCodes({
  limit,
  least,
  base,
  weights,
  activationReach,
}: {
  readonly limit: number;
  readonly least: number;
  readonly base: number;
  readonly weights: WeightRange;
  readonly activationReach: number;
}) {
  const largest = base + activationReach + weights.most;
  for (let bits = least; ; bits += 1) {
    const zero = 2 ** bits - 1 - weights.most;
    if (largest >= 2 ** bits || zero + weights.least < limit) continue;
    const shared = 2 ** bits - 1 - weights.zero;
    const zeroShiftsOut =
      base - activationReach + weights.zero >= limit &&
      base + activationReach + weights.zero < 2 ** bits &&
      shared + weights.least >= limit;
    return {
      bits,
      base: modulo(base, 2 ** bits),
      zero: zeroShiftsOut ? shared : zero,
      zeroShiftsOut,
    };
  }
}

function modulo(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}

/** The fewest top bits that tell 1...1 from the codes of numbers. */
function zeroBits(maxLog: number, bits: number): number {
  const most = 2 ** (bits - 1) - 1 + maxLog;
  return Array.from({ length: bits }, (_, index) => index + 1).find(
    (count) => most < 2 ** bits - 2 ** (bits - count),
  ) as number;
}
