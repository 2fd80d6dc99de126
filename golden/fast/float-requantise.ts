import type { FloatRequantiseParameters } from '../exact/float-parameters.ts';
import { recordWordsOf } from './accumulator.ts';
import { floatRecord } from './float-record.ts';
import { octaveWords } from './octave-words.ts';
import type { FastRequantizer } from './requantise.ts';
import { signedWord } from './thresholds.ts';

/** Words by {e, x}, the octaves tabulated as they are met: few of the 2^E occur (section 4). */
export function createFloatRequantizer(parameters: FloatRequantiseParameters): FastRequantizer {
  const { significand: W, exponentBits: E, inputBits, relu, output } = parameters;
  const record = floatRecord({ significand: W, exponentBits: E });
  const recordWords = recordWordsOf(1 + E + W);
  const rowOf = octaveWords(parameters);
  const rows = new Map<number, Uint16Array>();
  const leadingOne = 2 ** (W - 1);

  return {
    recordWords,
    run(records) {
      const words = new Uint32Array(Math.floor(records.length / recordWords));
      for (let index = 0; index < words.length; index++) {
        words[index] = wordOf(records, index * recordWords);
      }
      return words;
    },
  };

  function wordOf(records: Uint32Array, at: number): number {
    const { nar, sign, exponent, significand } = record.read(records, at);
    if (nar === 1) return output.narWord;
    if (significand === 0 || (relu && sign === 1)) return 0;
    const below = Math.floor((significand - leadingOne) * 2 ** (inputBits - W + 1));
    const word = rowAt(exponent)[below] as number;
    return sign === 1 ? signedWord(output, true, word) : word;
  }

  function rowAt(octave: number): Uint16Array {
    let row = rows.get(octave);
    if (row === undefined) {
      row = rowOf(octave);
      rows.set(octave, row);
    }
    return row;
  }
}
