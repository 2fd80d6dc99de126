import type { RequantiseParameters } from '../exact/requantise.ts';
import type { LpFormat } from '../format.ts';
import { decodeTable } from './decode.ts';

/** What becomes of a magnitude below the smallest word (section 2). */
export type Underflow = RequantiseParameters['underflow'];

/**
 * Decision points of log rounding in units of 2^-(F+1), exact integers (section 2). Entry k
 * separates the words k and k + 1, so the entries passed by a log count up to its word. Length
 * 2^(n-1) - 1.
 */
export function logMidpoints(format: LpFormat, underflow: Underflow): Float64Array {
  const { log } = decodeTable(format);
  const midpoints = new Float64Array(format.maxWord);
  const octave = 2 ** (format.fractionBits + 1);
  midpoints[0] = underflow === 'flush' ? -2 * format.maxLog - octave : -Infinity;
  for (let word = 1; word < format.maxWord; word++) {
    midpoints[word] = (log[word] as number) + (log[word + 1] as number);
  }
  return midpoints;
}

/** Whether a log on midpoint k takes word k + 1: the even one, but never a flush (section 2). */
export function logTieGoesUp(k: number): boolean {
  return k === 0 || k % 2 === 1;
}

/** Number of entries of an ascending array that are strictly less than a key. */
export function countBelow(ascending: Float64Array, key: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Gives a non-negative word its sign; zero has none (section 2). */
export function signedWord(format: LpFormat, negative: boolean, word: number): number {
  return negative && word !== 0 ? 2 ** format.n - word : word;
}
