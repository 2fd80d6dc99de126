import { decode } from '../../../../golden/exact/index.ts';
import type { LpFormat } from '../../../../golden/format.ts';

/** Logs of the words that occur, in units of 2^-fractionBits. */
export interface LogRange {
  readonly fractionBits: number;
  readonly least: number;
  readonly most: number;
}

/** Of all words up to the magnitude of `largest`, a positive word. */
export function rangeOfLogs(format: LpFormat, largest: number = format.maxWord): LogRange {
  const { fractionBits, maxLog } = format;
  return { fractionBits, least: -maxLog, most: logOf(format, largest) };
}

/** L of a positive word. Throws RangeError for zero and NaR. */
export function logOf(format: LpFormat, word: number): number {
  const decoded = decode(format, word);
  if (decoded.kind !== 'number') throw new RangeError(`word ${word} has no log`);
  return Number(decoded.log);
}
