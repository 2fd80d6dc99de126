import type { LpFormat } from '../format.ts';
import { decodeTable, NAR, NUMBER } from './decode.ts';

/** Bits of a term: which operand pair has which product. Index 0 is the product zero. */
export const TERM_NAR = 1;
export const TERM_SIGN_SHIFT = 1;
export const TERM_INDEX_SHIFT = 2;

/** The term {product index, negative, NaR} of two words; bits above their n are ignored. */
export type Term = (weight: number, activation: number) => number;

/** The two formats that a pair of words has. */
export interface PairFormats {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
}

/** Beyond this many bits of a pair of words its term is computed, not looked up. */
export const LARGEST_PAIR_BITS = 16;

/** Fp: fraction bits of a log sum (section 3). */
export function logFractionOf({ weight, activation }: PairFormats): number {
  return Math.max(weight.fractionBits, activation.fractionBits);
}

/** The largest log sum, in units of 2^-Fp; the smallest is its negative. */
export function logReach(formats: PairFormats): number {
  const { weight, activation } = formats;
  const octave = 2 ** logFractionOf(formats);
  return (
    weight.maxLog * (octave / 2 ** weight.fractionBits) +
    activation.maxLog * (octave / 2 ** activation.fractionBits)
  );
}

/**
 * Terms by pair; indexOf numbers the products, from 1 on, by log sum and signs (section 3, 1-2). Those
 * of more than `largestTable` bits of a pair are computed when they are asked for.
 */
export function pairTerms(
  formats: PairFormats,
  indexOf: (logSum: number, sign: number, activationSign: number) => number,
  largestTable = LARGEST_PAIR_BITS,
): Term {
  const { weight, activation } = formats;
  const octave = 2 ** logFractionOf(formats);
  const weights = decodeTable(weight);
  const activations = decodeTable(activation);
  const weightLog = weights.log.map((log) => log * (octave / 2 ** weight.fractionBits));
  const activationLog = activations.log.map((log) => log * (octave / 2 ** activation.fractionBits));
  const weightMask = 2 ** weight.n - 1;
  const activationMask = 2 ** activation.n - 1;

  const compute: Term = (w, a) => {
    const weightKind = weights.kind[w] as number;
    const activationKind = activations.kind[a] as number;
    if (weightKind !== NUMBER || activationKind !== NUMBER) {
      return weightKind === NAR || activationKind === NAR ? TERM_NAR : 0;
    }
    const logSum = (weightLog[w] as number) + (activationLog[a] as number);
    const activationSign = activations.sign[a] as number;
    const sign = (weights.sign[w] as number) ^ activationSign;
    const index = indexOf(logSum, sign, activationSign);
    return (index << TERM_INDEX_SHIFT) | (sign << TERM_SIGN_SHIFT);
  };
  if (weight.n + activation.n > largestTable) {
    return (w, a) => compute(w & weightMask, a & activationMask);
  }

  const terms = new Int32Array(2 ** (weight.n + activation.n));
  for (let pair = 0; pair < terms.length; pair++) {
    terms[pair] = compute(pair >> activation.n, pair & activationMask);
  }
  return (w, a) => terms[((w & weightMask) << activation.n) | (a & activationMask)] as number;
}
