import { bitLength } from '../../../systemverilog.ts';
import type { ScaledFormat } from './format.ts';
import { isExact, type Window } from './window.ts';

/** A weight as PEs hold it: {sign, distance, fraction}; its leading one is implied. */
export interface WeightCode {
  readonly distanceBits: number;
  readonly fractionBits: number;
  /** Largest distance of a weight that counts, zero included where it is one. */
  readonly deepest: number;
  /** Zero: distance and fraction. */
  readonly zero: number;
  /** Zero is so far away that nothing is left of a product; else PEs have to recognise it. */
  readonly zeroIsFar: boolean;
  /** Low bits of {distance, fraction} that need not be read to recognise zero. */
  readonly zeroFree: number;
  /** Weights at larger distances than this leave nothing of any product, and are held as zero. */
  readonly clamped: boolean;
}

/** The code with the fewest bits; of equal ones that whose zero needs no gate. */
export function weightCode(format: ScaledFormat, window: Window): WeightCode {
  const { fractionBits } = format;
  const deepest = Math.max(...format.numbers.map(({ distance }) => distance));
  const farBits = isExact(window.align)
    ? Math.max(bitLength(window.bits), bitLength(deepest + 1))
    : bitLength(window.bits);
  const known = recognisedZero(format, deepest);
  if (known.distanceBits < farBits) {
    return { ...known, fractionBits, deepest, zeroIsFar: false, clamped: false };
  }
  const far = 2 ** farBits - 1;
  return {
    distanceBits: farBits,
    fractionBits,
    deepest: far,
    zero: far * 2 ** fractionBits,
    zeroIsFar: true,
    zeroFree: 0,
    clamped: deepest > far,
  };
}

/** A code that no number has: the largest distance, and a fraction where numbers are at that distance. */
function recognisedZero({ numbers, fractionBits }: ScaledFormat, deepest: number) {
  const distanceBits = Math.max(1, bitLength(deepest));
  const last = 2 ** distanceBits - 1;
  const zero = last * 2 ** fractionBits;
  if (deepest < last) return { distanceBits, zero, zeroFree: fractionBits };
  const used = new Set(
    numbers.filter(({ distance }) => distance === last).map(({ fraction }) => fraction),
  );
  const unused = topDigits(fractionBits).find((fraction) => !used.has(fraction));
  if (unused !== undefined) return { distanceBits, zero: zero + unused, zeroFree: 0 };
  return {
    distanceBits: distanceBits + 1,
    zero: 2 ** (distanceBits + fractionBits),
    zeroFree: fractionBits + distanceBits,
  };
}

/** Fractions with which only the multiple at the top of a significand is not 0. */
function topDigits(fractionBits: number): number[] {
  return fractionBits % 2 === 1 ? [0, 2 ** (fractionBits - 1)] : [0];
}

/** An activation as PEs read it. */
export interface ActCode {
  readonly distanceBits: number;
  readonly significandBits: number;
  readonly deepest: number;
  /** Activations at larger distances leave nothing of any product, and are read as zero. */
  readonly clamped: boolean;
}

export function actCode({ fractionBits, depth }: ScaledFormat, window: Window): ActCode {
  const bits = bitLength(isExact(window.align) ? depth : Math.min(depth, window.bits));
  const clamped = depth > 2 ** bits - 1;
  return {
    distanceBits: bits,
    significandBits: fractionBits + 1,
    deepest: clamped ? 2 ** bits - 1 : depth,
    clamped,
  };
}
