import { type EncodingOptions, weightWords } from '../../generator/index.ts';
import { wordValues } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import type { Tensor } from '../../tensor/index.ts';

/** Rows of K operands: what the hardware gets, and the numbers that were meant. */
export interface Rows {
  readonly count: number;
  /** K: operands per row. */
  readonly depth: number;
  /** count x depth, row by row. */
  readonly words: Uint16Array;
  /** The same before they were encoded; NaR is NaN. */
  readonly values: Float64Array;
}

/**
 * The rows of a tensor. Real values are encoded; integers are words already and mean those words'
 * values. Throws Failure (input) for an integer that is no word.
 */
export function tensorRows(tensor: Tensor, format: LpFormat, options: EncodingOptions): Rows {
  const { words } = weightWords(tensor, format, options);
  const { channels: count, depth } = tensor;
  if (tensor.kind === 'real') return { count, depth, words, values: tensor.values };
  const meanings = wordValues(format);
  const values = Float64Array.from(words, (word) => meanings[word] as number);
  return { count, depth, words, values };
}

/** Rows from one up to another, not copied. */
export function rowsBetween({ depth, words, values }: Rows, from: number, to: number): Rows {
  return {
    count: to - from,
    depth,
    words: words.subarray(from * depth, to * depth),
    values: values.subarray(from * depth, to * depth),
  };
}
