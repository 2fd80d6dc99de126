import { readLimbs } from '../limbs.ts';
import type { Random } from '../random.ts';

/** Smallest and largest value of a two's complement integer of so many bits. */
export function rangeOf(width: number): { readonly low: bigint; readonly high: bigint } {
  const half = 1n << BigInt(width - 1);
  return { low: -half, high: half - 1n };
}

/** Start values worth trying: about 0, about both ends, and the largest that the config allows for. */
function startValues(width: number, startMax: number): bigint[] {
  const { low, high } = rangeOf(width);
  const largest = BigInt(startMax);
  const near = [0n, high, low, 1n, -1n, high - 1n, low + 1n, largest, -largest];
  const values = near.map((value) => BigInt.asIntN(width, value));
  return [...new Set(values)];
}

/** The start values that a PE is tried with, as integers of the bits of a sum. */
export interface StartValues {
  readonly fixed: readonly bigint[];
  random(random: Random): bigint;
}

/** Start values of sums that are integers of so many bits. */
export function fixedStarts(width: number, startMax: number): StartValues {
  return {
    fixed: startValues(width, startMax),
    random: (random) => randomStart(random, width),
  };
}

/** A start value of random bits. */
function randomStart(random: Random, width: number): bigint {
  const words = Uint32Array.from({ length: Math.ceil(width / 32) }, () => random.word());
  return BigInt.asIntN(width, readLimbs(words, 0, words.length));
}
