import {
  createQuantizer,
  decodeTable,
  NUMBER,
  type QuantizerOptions,
} from '../golden/fast/index.ts';
import type { LpFormat } from '../golden/format.ts';

/** Words of real values in a format, by the golden quantiser: section 2 of the specification. */
export function quantizeValues(
  values: Float64Array,
  format: LpFormat,
  rounding: QuantizerOptions['rounding'],
): Uint16Array {
  const quantise = createQuantizer(format, { rounding, underflow: 'flush' });
  return Uint16Array.from(values, quantise);
}

/** Value of every word, scale factor included; NaR is NaN. Length 2^n. */
export function wordValues(format: LpFormat): Float64Array {
  const { kind, log, sign } = decodeTable(format);
  const octave = 2 ** format.fractionBits;
  return Float64Array.from(log, (each, word) => {
    if (word === format.narWord) return Number.NaN;
    if (kind[word] !== NUMBER) return 0;
    return (sign[word] === 1 ? -1 : 1) * 2 ** (each / octave - format.sf);
  });
}
