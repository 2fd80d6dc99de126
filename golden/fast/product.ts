import type { MacParameters } from '../exact/mac.ts';
import { antilogTable, mitchellTable } from './converters.ts';
import { decodeTable, NAR, NUMBER } from './decode.ts';

/** Bits of a term: which operand pair has which product. */
export const TERM_NAR = 1;
export const TERM_SIGN_SHIFT = 1;
export const TERM_INDEX_SHIFT = 2;

/** Aligned products of a MAC, steps 1 to 4 of section 3. */
export interface ProductTable {
  /** 32-bit words per magnitude. */
  readonly limbs: number;
  /**
   * Magnitudes in accumulator LSBs, little-endian limbs; entry 0 is zero. Wrapping MACs hold them
   * modulo 2^(32 limbs), saturating ones cap them where every accumulator value saturates.
   */
  readonly magnitudes: Int32Array;
  /** The term {magnitude index, negative, NaR} of two words; bits above their n are ignored. */
  term(weight: number, activation: number): number;
}

/** Beyond this many bits of a pair of words its term is computed, not looked up. */
const LARGEST_PAIR_BITS = 16;

/** Tabulates products by log sum, so that 16-bit formats need no table of pairs (section 3). */
export function productTable(parameters: MacParameters, limbs: number): ProductTable {
  const { weight, activation, align, converterFraction } = parameters;
  if (converterFraction > 50) {
    throw new RangeError('the fast model holds converter outputs in binary64: G is at most 50');
  }
  const logFraction = Math.max(weight.fractionBits, activation.fractionBits);
  const weightScale = 2 ** (logFraction - weight.fractionBits);
  const activationScale = 2 ** (logFraction - activation.fractionBits);
  const reach = weight.maxLog * weightScale + activation.maxLog * activationScale;
  const { low, high } = distinctLogs(parameters, logFraction, reach);
  const span = high - low + 1;
  const magnitudes = tabulate(parameters, limbs, logFraction, low, span);

  const weights = decodeTable(weight);
  const activations = decodeTable(activation);
  const weightLog = weights.log.map((log) => log * weightScale);
  const activationLog = activations.log.map((log) => log * activationScale);
  const weightMask = 2 ** weight.n - 1;
  const activationMask = 2 ** activation.n - 1;
  // Which of the signs {product, activation} selects the table that rounds up.
  const upByProduct = align === 'floor' ? 1 : 0;
  const upByActivation = align === 'floor-act' ? 1 : 0;

  const computeTerm = (w: number, a: number): number => {
    const weightKind = weights.kind[w] as number;
    const activationKind = activations.kind[a] as number;
    if (weightKind !== NUMBER || activationKind !== NUMBER) {
      return weightKind === NAR || activationKind === NAR ? TERM_NAR : 0;
    }
    const sum = (weightLog[w] as number) + (activationLog[a] as number);
    const log = Math.max(low, Math.min(sum, high));
    const activationSign = activations.sign[a] as number;
    const sign = (weights.sign[w] as number) ^ activationSign;
    const up = (sign & upByProduct) | (activationSign & upByActivation);
    const index = 1 + up * span + (log - low);
    return (index << TERM_INDEX_SHIFT) | (sign << TERM_SIGN_SHIFT);
  };
  if (weight.n + activation.n > LARGEST_PAIR_BITS) {
    return {
      limbs,
      magnitudes,
      term: (w, a) => computeTerm(w & weightMask, a & activationMask),
    };
  }

  const terms = new Int32Array(2 ** (weight.n + activation.n));
  for (let pair = 0; pair < terms.length; pair++) {
    terms[pair] = computeTerm(pair >> activation.n, pair & activationMask);
  }
  return {
    limbs,
    magnitudes,
    term: (w, a) => terms[((w & weightMask) << activation.n) | (a & activationMask)] as number,
  };
}

/**
 * The log sums between which magnitudes differ. From h = P on they are 0 modulo 2^P or saturate;
 * up to h = -(G + 2) nothing but the rounding of a vanishing product is left.
 */
function distinctLogs(
  parameters: MacParameters,
  logFraction: number,
  reach: number,
): { low: number; high: number } {
  const { accumulatorFraction, accumulatorWidth, converterFraction } = parameters;
  const octave = 2 ** logFraction;
  const vanishing = (-1 - accumulatorFraction) * octave - 1;
  const overflowing = (accumulatorWidth + converterFraction - accumulatorFraction) * octave;
  return {
    low: Math.min(Math.max(-reach, vanishing), overflowing),
    high: Math.max(Math.min(reach, overflowing), vanishing),
  };
}

/** Entry 0, then the magnitudes of `span` log sums from `low` on, then those rounded up if used. */
function tabulate(
  parameters: MacParameters,
  limbs: number,
  logFraction: number,
  low: number,
  span: number,
): Int32Array {
  const { align, converter, converterFraction, accumulatorFraction, overflow } = parameters;
  const antilogs =
    converter === 'table'
      ? antilogTable(converterFraction, logFraction)
      : mitchellTable(converterFraction, logFraction);
  const round = align === 'nearest' ? roundHalfUp : Math.floor;
  const roundings = align === 'floor' || align === 'floor-act' ? [round, Math.ceil] : [round];
  // 2^P - 1 saturates from any accumulator value; so does the 2^P that it rounds to beyond P = 53.
  const cap = overflow === 'saturate' ? 2 ** parameters.accumulatorWidth - 1 : Infinity;

  const magnitudes = new Int32Array((1 + roundings.length * span) * limbs);
  let at = limbs;
  for (const rounding of roundings) {
    for (let log = low; log < low + span; log++) {
      const octave = Math.floor(log / 2 ** logFraction);
      const antilog = antilogs[log - octave * 2 ** logFraction] as number;
      // At most 51 significant bits, shifted: exact in binary64.
      const exact = antilog * 2 ** (octave + accumulatorFraction - converterFraction);
      const magnitude = Math.min(rounding(exact), cap);
      for (let limb = 0; limb < limbs; limb++) {
        magnitudes[at++] = (magnitude / 2 ** (32 * limb)) | 0; // exact modulo 2^32
      }
    }
  }
  return magnitudes;
}

/** floor(x + 1/2), exact for the values of this file: the sum needs no more than 53 bits. */
function roundHalfUp(x: number): number {
  return Math.floor(x + 0.5);
}
