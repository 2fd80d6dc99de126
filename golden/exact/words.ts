import type { LpFormat } from '../format.ts';
import { decode, type ExactWord } from './decode.ts';

/** decode, with every word of a format decoded once: what the search and the products read. */
export function decodeOnce(format: LpFormat, word: number): ExactWord {
  let words = wordsByFormat.get(format);
  if (words === undefined) {
    words = [];
    wordsByFormat.set(format, words);
  }
  const known = words[word];
  if (known !== undefined) return known;
  const decoded = decode(format, word);
  words[word] = decoded;
  return decoded;
}

/** L of a positive word, in units of 2^-F (section 1). */
export function positiveLog(format: LpFormat, word: number): bigint {
  const decoded = decodeOnce(format, word);
  if (decoded.kind !== 'number') throw new RangeError(`word ${word} has no logarithm`);
  return decoded.log;
}

const wordsByFormat = new WeakMap<LpFormat, ExactWord[]>();
