import type { FloatRequantiseParameters } from '../../golden/exact/index.ts';
import type { FastRequantizer } from '../../golden/fast/index.ts';
import { createRandom, type Random } from '../random.ts';
import { exponentRange, type FloatFields, patternOf, randomFields } from './float-pattern.ts';
import { directedFractions } from './sums.ts';

const NAR_PERIOD = 32;
/** Up to so many pairs {e, X bits below the leading one}, all of them are used. */
const MOST_FRACTIONS = 2 ** 15;

/** How many inputs {nar_i, s, e, M} of an encoder are sums: zero, or M normalised. */
export function floatSumCount({ significand, exponentBits }: FloatRequantiseParameters): number {
  return 2 * (2 ** (significand + exponentBits) + 1);
}

/** All of them, without NaR and with it. */
export function* allFloatSums(parameters: FloatRequantiseParameters): Iterable<number> {
  const { significand: W } = parameters;
  const { low, high } = exponentRange(parameters);
  for (const nar of [0, narBit(parameters)]) {
    yield nar;
    // M inside: a module that keeps an earlier e or s would go unnoticed among neighbours.
    for (let significand = 2 ** (W - 1); significand < 2 ** W; significand++) {
      for (let exponent = low; exponent <= high; exponent++) {
        for (const sign of [0, 1]) {
          yield nar + patternOf(parameters, { sign, exponent, significand });
        }
      }
    }
  }
}

/** Zero, every e with M of every kind, both sides of every change of the word, and random sums. */
export function* someFloatSums(
  parameters: FloatRequantiseParameters,
  requantizer: FastRequantizer,
  { seed, randomSums }: { readonly seed: number; readonly randomSums: number },
): Iterable<number> {
  const nar = narBit(parameters);
  yield* [0, nar];
  const { low, high } = exponentRange(parameters);
  const random = createRandom(seed, 'floating sums of every exponent');
  for (let exponent = low; exponent <= high; exponent++) {
    for (const significand of [
      ...oneBitSignificands(parameters),
      ...fractionSignificands(parameters, random),
      ...changes(parameters, requantizer, exponent),
    ]) {
      yield patternOf(parameters, { sign: 0, exponent, significand });
      yield patternOf(parameters, { sign: 1, exponent, significand });
    }
  }
  const any = createRandom(seed, 'floating sums');
  for (let count = 0; count < randomSums; count++) {
    const exponent = low + any.below(high - low + 1);
    const sum = patternOf(parameters, randomFields(parameters, exponent, any));
    yield any.once(NAR_PERIOD) ? nar + sum : sum;
  }
}

/** nar_i above the bits of the sum. */
function narBit({ significand, exponentBits }: FloatRequantiseParameters): number {
  return 2 ** (1 + exponentBits + significand);
}

/** Both ends, and each single bit with its neighbours. */
function oneBitSignificands({ significand: W }: FloatRequantiseParameters): number[] {
  const one = 2 ** (W - 1);
  const near = Array.from({ length: W - 1 }, (_, bit) => one + 2 ** bit).flatMap((value) => [
    value - 1,
    value,
    value + 1,
  ]);
  const inRange = [one, one + 1, 2 * one - 1, 2 * one - 2, ...near];
  return [...new Set(inRange.filter((value) => value >= one && value < 2 * one))];
}

/** The X bits that are read, all or many values of them, and all kinds of bits that are not. */
function fractionSignificands(
  { significand: W, exponentBits: E, inputBits }: FloatRequantiseParameters,
  random: Random,
): number[] {
  const bits = Math.min(inputBits, W - 1);
  const unread = 2 ** (W - 1 - bits);
  const fractions =
    2 ** (E + bits) <= MOST_FRACTIONS
      ? Array.from({ length: 2 ** bits }, (_, fraction) => fraction)
      : directedFractions(bits, random);
  return fractions.flatMap((fraction) => {
    const read = (2 ** bits + fraction) * unread;
    return [...new Set([read, read + unread - 1, read + random.below(unread)])];
  });
}

/** M at which the word changes as M grows, and the M before: what follows the X bits cannot matter. */
function* changes(
  parameters: FloatRequantiseParameters,
  requantizer: FastRequantizer,
  exponent: number,
): Iterable<number> {
  const { significand: W, inputBits } = parameters;
  const bits = Math.min(inputBits, W - 1);
  const unread = 2 ** (W - 1 - bits);
  const significands = Array.from({ length: 2 ** bits }, (_, x) => (2 ** bits + x) * unread);
  const sums = significands.map((significand) =>
    patternOf(parameters, { sign: 0, exponent, significand } satisfies FloatFields),
  );
  const words = requantizer.run(recordsOf(sums, requantizer.recordWords));
  for (let x = 1; x < words.length; x++) {
    if (words[x] === words[x - 1]) continue;
    yield significands[x] as number;
    yield (significands[x] as number) - 1;
  }
}

/** Patterns of at most 53 bits as records of words. */
export function recordsOf(patterns: readonly number[], recordWords: number): Uint32Array {
  const records = new Uint32Array(patterns.length * recordWords);
  for (let index = 0; index < patterns.length; index++) {
    const pattern = patterns[index] as number;
    records[index * recordWords] = pattern >>> 0; // modulo 2^32, whatever its size
    if (recordWords > 1) records[index * recordWords + 1] = Math.floor(pattern / 2 ** 32);
  }
  return records;
}
