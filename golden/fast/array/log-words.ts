import type { ArrayParameters } from '../../exact/array-parameters.ts';
import type { LpFormat } from '../../format.ts';
import { logTable } from '../converters.ts';
import { createEncoder } from '../encode.ts';

/** Beyond this Fo, 2^11 octaves in units of 2^-Fo leave 32 bits. */
const LARGEST_FRACTION = 19;

/** Words of positive numbers by their logs in units of 2^-Fo (section 4, step 4). */
export interface LogWords {
  readonly words: Uint16Array;
  /** Logs outside of [low, high] have the words of these. */
  readonly low: number;
  readonly high: number;
  /** Logs that share all but `drop` low bits, these being nonzero, share a word. */
  readonly drop: number;
  readonly dropMask: number;
  /** 2^n - 1: the negated word is its complement in n bits. */
  readonly wordMask: number;
}

/** R[x] of an array's results (section 4, step 3). Throws RangeError for a large X or Fo. */
export function significandLogs({
  inputBits,
  fraction,
}: ArrayParameters['requantise']): Int32Array {
  if (fraction > LARGEST_FRACTION) {
    throw new RangeError(`the fast model holds logs in 32 bits: Fo is at most ${LARGEST_FRACTION}`);
  }
  return Int32Array.from(logTable(inputBits, fraction));
}

/**
 * Tabulates an output format. Its words differ at multiples of 2^-(F+1), so that of the bits below
 * only matters whether there are any.
 */
export function logWords(
  output: LpFormat,
  { fraction, underflow }: ArrayParameters['requantise'],
): LogWords {
  const encoder = createEncoder(output, underflow);
  const octaves = Math.ceil(output.maxLog / 2 ** output.fractionBits);
  const low = -(octaves + 2) * 2 ** fraction;
  const high = (octaves + 1) * 2 ** fraction;
  const drop = Math.max(1, fraction - output.fractionBits - 1);
  const dropMask = 2 ** drop - 1;
  const words = Uint16Array.from({ length: codeOf(high - low, drop, dropMask) + 1 }, (_, code) =>
    encoder.encode(0, low + (code >> 1) * 2 ** drop + (code & 1), fraction),
  );
  return { words, low, high, drop, dropMask, wordMask: 2 ** output.n - 1 };
}

/** The word of a positive number with this log. */
export function wordOfLog(table: LogWords, log: number): number {
  const { low, high, drop, dropMask } = table;
  const within = log < low ? low : log > high ? high : log;
  return table.words[codeOf(within - low, drop, dropMask)] as number;
}

/** {bits above those dropped, whether any of these is 1}. */
function codeOf(offset: number, drop: number, dropMask: number): number {
  return ((offset >> drop) << 1) | ((offset & dropMask) === 0 ? 0 : 1);
}
