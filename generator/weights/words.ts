import { createQuantizer, type QuantizerOptions } from '../../golden/fast/index.ts';
import { formatName, type LpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import type { Tensor } from '../../tensor/index.ts';

/** Weights as the hardware holds them: one row of words per output channel. */
export interface WeightMatrix {
  /** Content hash of the tensor they come from (sha256, hexadecimal). */
  readonly hash: string;
  /** Rows. */
  readonly channels: number;
  /** K: words per row. */
  readonly depth: number;
  /** channels x depth, row by row. */
  readonly words: Uint16Array;
}

export interface EncodingOptions {
  /** How real values are rounded; default: log. */
  readonly rounding?: QuantizerOptions['rounding'];
  /** What an error calls the rows and their values; default: channels of weights. */
  readonly names?: { readonly row: string; readonly value: string };
}

const WEIGHTS = { row: 'channel', value: 'weight' };

/**
 * Encodes a real tensor into a format (underflow flushes; specification, section 2); integers are
 * taken for words. Throws Failure (input) for an integer that is no word.
 */
export function weightWords(
  tensor: Tensor,
  format: LpFormat,
  { rounding = 'log', names = WEIGHTS }: EncodingOptions = {},
): WeightMatrix {
  const { hash, channels, depth, values } = tensor;
  if (tensor.kind === 'integer') refuseOtherWords(tensor, format, names);
  const word =
    tensor.kind === 'integer' ? Number : createQuantizer(format, { rounding, underflow: 'flush' });
  return { hash, channels, depth, words: Uint16Array.from(values, (value) => word(value)) };
}

/** The words of one channel, not copied. */
export function weightRow({ words, depth }: WeightMatrix, channel: number): Uint16Array {
  return words.subarray(channel * depth, (channel + 1) * depth);
}

function refuseOtherWords(
  { reference, values, depth }: Tensor,
  format: LpFormat,
  names: typeof WEIGHTS,
): void {
  const last = 2 ** format.n - 1;
  const position = values.findIndex((value) => value < 0 || value > last);
  if (position === -1) return;
  const [row, index] = [Math.floor(position / depth), position % depth];
  throw new Failure(
    'input',
    `${reference}: ${names.value} ${index} of ${names.row} ${row} is ${values[position]}, no word of ${formatName(format)}`,
    `integers are taken for words, 0 to ${last}; values to be rounded must be floating-point`,
  );
}
