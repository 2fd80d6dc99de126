import { isFloat, type Requantise } from '../exact/float-parameters.ts';
import type { RequantiseParameters } from '../exact/requantise.ts';
import { lowBits, recordWordsOf } from './accumulator.ts';
import { createFloatRequantizer } from './float-requantise.ts';
import { octaveWords } from './octave-words.ts';
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
  const limbs = Math.ceil(accumulatorWidth / 32);
  const masks = lowBits(accumulatorWidth, limbs);
  const signLimb = limbs - 1;
  const signBit = (accumulatorWidth - 1) & 31;
  const narLimb = accumulatorWidth >> 5;
  const narBit = accumulatorWidth & 31;
  const positive = wordTable(parameters);
  const negative = positive.map((word) => signedWord(output, true, word));
  const magnitude = new Int32Array(limbs);

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
    const isNegative = (((records[at + signLimb] as number) >>> signBit) & 1) === 1;
    if (isNegative && relu) return 0;
    readMagnitude(records, at, isNegative);
    let limb = signLimb;
    while (limb >= 0 && magnitude[limb] === 0) limb--;
    if (limb < 0) return 0;
    const lead = 31 - Math.clz32(magnitude[limb] as number);
    const index = (32 * limb + lead) * 2 ** inputBits + bitsBelow(limb, lead);
    return (isNegative ? negative[index] : positive[index]) as number;
  }

  /** |v|, which fits P bits without sign. */
  function readMagnitude(records: Uint32Array, at: number, isNegative: boolean): void {
    const flip = isNegative ? -1 : 0;
    let carry = isNegative ? 1 : 0;
    for (let limb = 0; limb < limbs; limb++) {
      const sum = (((records[at + limb] as number) ^ flip) + carry) | 0;
      magnitude[limb] = sum & (masks[limb] as number);
      carry &= sum === 0 ? 1 : 0;
    }
  }

  /** The X bits below the leading one, which is bit `lead` of a limb. */
  function bitsBelow(limb: number, lead: number): number {
    const rest = (magnitude[limb] as number) ^ (1 << lead);
    if (lead >= inputBits) return rest >>> (lead - inputBits);
    const missing = inputBits - lead;
    const lower = limb > 0 ? (magnitude[limb - 1] as number) >>> (32 - missing) : 0;
    return (rest << missing) | lower;
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
