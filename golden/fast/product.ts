import type { MacParameters } from '../exact/mac.ts';
import { converterTable } from './converters.ts';
import { LARGEST_PAIR_BITS, logReach, pairTerms } from './term.ts';

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

/**
 * Tabulates products by log sum, so that 16-bit formats need no table of pairs (section 3); neither
 * do pairs of more than `largestTable` bits.
 */
export function productTable(
  parameters: MacParameters,
  limbs: number,
  largestTable = LARGEST_PAIR_BITS,
): ProductTable {
  const { weight, activation, align } = parameters;
  const logFraction = Math.max(weight.fractionBits, activation.fractionBits);
  const { low, high } = distinctLogs(parameters, logFraction, logReach(parameters));
  const span = high - low + 1;
  const magnitudes = tabulate(parameters, limbs, logFraction, low, span);

  // Which of the signs {product, activation} selects the table that rounds up.
  const upByProduct = align === 'floor' ? 1 : 0;
  const upByActivation = align === 'floor-act' ? 1 : 0;
  const term = pairTerms(
    parameters,
    (sum, sign, activationSign) => {
      const log = Math.max(low, Math.min(sum, high));
      const up = (sign & upByProduct) | (activationSign & upByActivation);
      return 1 + up * span + (log - low);
    },
    largestTable,
  );
  return { limbs, magnitudes, term };
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
  const { overflow } = parameters;
  const roundings = roundingsOf(parameters.align);
  const exactProduct = exactProducts(parameters, logFraction);
  // 2^P - 1 saturates from any accumulator value; so does the 2^P that it rounds to beyond P = 53.
  const cap = overflow === 'saturate' ? 2 ** parameters.accumulatorWidth - 1 : Infinity;

  const magnitudes = new Int32Array((1 + roundings.length * span) * limbs);
  let at = limbs;
  for (const rounding of roundings) {
    for (let log = low; log < low + span; log++) {
      const magnitude = Math.min(rounding(exactProduct(log)), cap);
      for (let limb = 0; limb < limbs; limb++) {
        magnitudes[at++] = (magnitude / 2 ** (32 * limb)) | 0; // exact modulo 2^32
      }
    }
  }
  return magnitudes;
}

/** Products in accumulator LSBs before they are cut, by log sum in units of 2^-Fp (section 3, step 3). */
export function exactProducts(
  {
    converter,
    converterFraction,
    accumulatorFraction,
  }: Pick<MacParameters, 'converter' | 'converterFraction' | 'accumulatorFraction'>,
  logFraction: number,
): (log: number) => number {
  const antilogs = converterTable(converter, converterFraction, logFraction);
  const steps = 2 ** logFraction;
  return (log) => {
    const octave = Math.floor(log / steps);
    // At most 51 significant bits, shifted: exact in binary64.
    return (
      (antilogs[log - octave * steps] as number) *
      2 ** (octave + accumulatorFraction - converterFraction)
    );
  };
}

/** How magnitudes are cut to the LSB: all alike, or those of one sign down and of the other up. */
export function roundingsOf(align: MacParameters['align']): ((x: number) => number)[] {
  const round = align === 'nearest' ? roundHalfUp : Math.floor;
  return align === 'floor' || align === 'floor-act' ? [round, Math.ceil] : [round];
}

/** floor(x + 1/2), exact for the values of this file: the sum needs no more than 53 bits. */
function roundHalfUp(x: number): number {
  return Math.floor(x + 0.5);
}
