import { decode } from '../../golden/exact/index.ts';
import type { LpFormat } from '../../golden/format.ts';

/** A word whose log is neither 0 nor an end of the range, where the format has one. */
export function middleWord(format: LpFormat): number {
  return Math.max(1, Math.floor(0.7 * format.maxWord));
}

/** A positive word below the middle one, where the format has one. */
export function smallerWord(format: LpFormat): number {
  return Math.max(1, Math.floor(0.57 * format.maxWord));
}

/** The log of a real word, exact in binary64. */
export function wordLog(format: LpFormat, word: number): number {
  const decoded = decode(format, word);
  if (decoded.kind !== 'number') throw new RangeError(`word ${word} has no log`);
  return Number(decoded.log) / 2 ** format.fractionBits;
}
