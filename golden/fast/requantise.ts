import { isFloat, type Requantise } from '../exact/float-parameters.ts';
import type { RequantiseParameters } from '../exact/requantise.ts';
import { recordWordsOf } from './accumulator.ts';
import { createFloatRequantizer } from './float-requantise.ts';
import { octaveWords } from './octave-words.ts';
import { createSumReader } from './sum-reader.ts';
import { signedWord } from './thresholds.ts';

export interface FastRequantizer {
  /** Words per input record, which is a record of FastMac: {nar, v} as one (P + 1)-bit integer. */
  readonly recordWords: number;
  /** One output word per record. */
  run(records: Uint32Array): Uint32Array;
}

/** Scale, activation, linear to log and encode, for either kind of sum (section 4). */
export function createRequantizer(parameters: Requantise): FastRequantizer {
  return isFloat(parameters)
    ? createFloatRequantizer(parameters)
    : createFixedRequantizer(parameters);
}

/** One table of {leading one, x}. */
function createFixedRequantizer(parameters: RequantiseParameters): FastRequantizer {
  const { accumulatorWidth, inputBits, relu, output } = parameters;
  const recordWords = recordWordsOf(accumulatorWidth);
  const reader = createSumReader(accumulatorWidth, inputBits);
  const narLimb = accumulatorWidth >> 5;
  const narBit = accumulatorWidth & 31;
  const positive = wordTable(parameters);
  const negative = positive.map((word) => signedWord(output, true, word));

  return {
    recordWords,
    run(records) {
      const words = new Uint32Array(Math.floor(records.length / recordWords));
      for (let record = 0; record < words.length; record++) {
        words[record] = wordOf(records, record * recordWords);
      }
      return words;
    },
  };

  function wordOf(records: Uint32Array, at: number): number {
    if ((((records[at + narLimb] as number) >>> narBit) & 1) === 1) return output.narWord;
    const isNegative = reader.isNegative(records, at);
    if (isNegative && relu) return 0;
    const index = reader.leadingBits(records, at, isNegative);
    if (index < 0) return 0;
    return (isNegative ? negative[index] : positive[index]) as number;
  }
}

/** Words of positive v by p * 2^X + x, for every position p of the leading one. */
function wordTable(parameters: RequantiseParameters): Uint16Array {
  const { accumulatorWidth, accumulatorFraction, inputBits } = parameters;
  const rowOf = octaveWords(parameters);
  const words = new Uint16Array(accumulatorWidth * 2 ** inputBits);
  for (let lead = 0; lead < accumulatorWidth; lead++) {
    words.set(rowOf(lead - accumulatorFraction), lead * 2 ** inputBits);
  }
  return words;
}
