import type { Clip, Cut, LpShape } from '../../../../golden/datapaths/index.ts';
import { antilog } from '../../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import { bitLength } from '../../../systemverilog.ts';
import type { Term } from '../../datapath.ts';
import { CutToZero } from '../cut-to-zero.ts';
import { type LogRange, rangeOfLogs } from './log-range.ts';
import { type WeightCode, weightCode } from './log-weight-code.ts';
import { signedTerms } from './terms.ts';

/** What a product by the addition of logs follows from, beside the logs of the weights. */
export interface LogProductOptions {
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

/** base - log, modulo 2^bits. */
export interface ActCode {
  readonly bits: number;
  readonly base: number;
  readonly zerosBelow: number;
  /** Code that shifts the product out, whatever the weight; null where a bit of its own says zero. */
  readonly zero: number | null;
}

/** Whether a magnitude depends on what is cut off. */
export function readsLost({
  align,
  nonNegative,
}: Pick<LogProductOptions, 'align' | 'nonNegative'>): boolean {
  return align === 'floor' || (align === 'floor-act' && !nonNegative);
}

/** Bits that products add. */
export function logTerms(product: LogProduct): Term[] {
  const isPlain = product.align !== 'nearest' && !readsLost(product);
  return signedTerms(product.magnitudeBits, isPlain);
}

/** Throws FormatError and CutToZero. */
export function logProduct(weights: LogRange, options: LogProductOptions): LogProduct {
  const { align, nonNegative, converterFraction, fraction: sumFraction } = options;
  const activation = lpFormat(options.activation);
  const acts = rangeOfLogs(activation, options.clip?.activation);
  const fraction = Math.max(weights.fractionBits, acts.fractionBits);
  const units = { weight: fraction - weights.fractionBits, act: fraction - acts.fractionBits };
  const largest = weights.most * 2 ** units.weight + acts.most * 2 ** units.act;
  const octave = Math.floor(largest / 2 ** fraction);
  const magnitudeBits = octave + sumFraction + 1;
  if (magnitudeBits < 1) throw new CutToZero();

  const windowBits = magnitudeBits + (align === 'nearest' ? 1 : 0);
  const excess = Math.max(0, converterFraction + 1 - windowBits);
  const dropped = readsLost(options) ? 0 : excess;
  const shiftBits = bitLength(windowBits - 1);
  const ownCode = weightCode(weights);
  const base = (octave + 1) * 2 ** fraction - 1 - ownCode.base * 2 ** units.weight;
  const sum = attenuation({
    limit: windowBits * 2 ** fraction,
    leastBits: Math.max(2, fraction + shiftBits),
    weight: scaled(ownCode.range, 2 ** units.weight),
    act: { least: base - acts.most * 2 ** units.act, most: base - acts.least * 2 ** units.act },
    flagged: readsLost(options),
  });
  return {
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
    attenuationBits: sum.bits,
    weightCode: {
      ...ownCode,
      zerosBelow: units.weight,
      zeroBits: sum.zeroWeightGoes ? 0 : ownCode.zeroBits,
    },
    actCode: {
      bits: sum.actBits,
      base: modulo(base, 2 ** sum.actBits),
      zerosBelow: units.act,
      zero: sum.zeroAct,
    },
  };
}

interface CodeRange {
  readonly least: number;
  readonly most: number;
}

function scaled<R extends CodeRange & { readonly zero: number }>(range: R, unit: number) {
  return { least: range.least * unit, most: range.most * unit, zero: range.zero * unit };
}

interface Addends {
  /** Attenuation from which on nothing is left. */
  readonly limit: number;
  readonly leastBits: number;
  readonly weight: CodeRange & { readonly zero: number };
  /** Without zero. */
  readonly act: CodeRange;
  /** Zero activations have a bit of their own. */
  readonly flagged: boolean;
}

interface Attenuation {
  readonly bits: number;
  readonly actBits: number;
  readonly zeroAct: number | null;
  /** A zero weight shifts everything out by itself. */
  readonly zeroWeightGoes: boolean;
}

/** The fewest bits in which no attenuation wraps around: a zero activation takes a bit of its own where that makes them fewer. */
function attenuation(addends: Addends): Attenuation {
  const flagged = flaggedAttenuation(addends);
  if (addends.flagged) return flagged;
  const plain = plainAttenuation(addends);
  return plain.bits <= flagged.bits ? plain : flagged;
}

function flaggedAttenuation({ leastBits, weight, act }: Addends): Attenuation {
  const bits = Math.max(leastBits, bitLength(weight.most + act.most));
  return { bits, actBits: actBits(bits, act, 0), zeroAct: null, zeroWeightGoes: false };
}

function plainAttenuation({ limit, leastBits, weight, act }: Addends): Attenuation {
  for (let bits = Math.max(leastBits, bitLength(weight.most + act.most)); ; bits += 1) {
    const zeroWithAll = 2 ** bits - 1 - weight.most;
    if (zeroWithAll + weight.least < limit) continue;
    const zeroWithZero = 2 ** bits - 1 - weight.zero;
    const zeroWeightGoes =
      act.least + weight.zero >= limit &&
      act.most + weight.zero < 2 ** bits &&
      zeroWithZero + weight.least >= limit;
    const zeroAct = zeroWeightGoes ? zeroWithZero : zeroWithAll;
    return { bits, actBits: actBits(bits, act, zeroAct), zeroAct, zeroWeightGoes };
  }
}

/** Codes that are never negative take no sign. */
function actBits(bits: number, { least, most }: CodeRange, zero: number): number {
  return least < 0 ? bits : bitLength(Math.max(most, zero, 2));
}

/** Bits on the bus: sign, zero where it is a bit of its own, code. */
export function logBusBits({ actCode, nonNegative }: LogProduct): number {
  return (nonNegative ? 0 : 1) + (actCode.zero === null ? 1 : 0) + actCode.bits;
}

export function modulo(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
