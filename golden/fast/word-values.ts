import type { LpFormat } from '../format.ts';
import { decodeTable, NUMBER } from './decode.ts';

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
