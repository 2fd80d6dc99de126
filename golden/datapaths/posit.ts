import { decode } from '../exact/decode.ts';
import { lpFormat } from '../format.ts';
import { type BinaryNumber, toValue } from './binary-number.ts';
import type { WordFormat } from './lanes.ts';
import type { PositShape } from './options.ts';

/** The standard posit(n, es): regime without a cap, a linear fraction. Throws FormatError. */
export function posit({ n, es }: PositShape): WordFormat<BinaryNumber> {
  // With rs = n - 1 an LP has the fields of a posit; only its fraction means another thing.
  const fields = lpFormat({ n, es, rs: n - 1 });
  const one = 2 ** fields.fractionBits;
  return { bits: n, toValue, decode: decodePosit };

  function decodePosit(word: number): BinaryNumber | null {
    const read = decode(fields, word);
    if (read.kind === 'nar') return null;
    if (read.kind === 'zero') return { negative: false, significand: 0, exponent: 0 };
    const octave = Math.floor(Number(read.log) / one);
    const fraction = Number(read.log) - octave * one;
    return {
      negative: read.sign === 1,
      significand: one + fraction,
      exponent: octave - fields.fractionBits,
    };
  }
}
