import type { RequantiseParameters } from '../exact/requantise.ts';
import { lowBits, recordWordsOf } from './accumulator.ts';
import { logTable } from './converters.ts';
import { createEncoder } from './encode.ts';
import { signedWord } from './thresholds.ts';

export interface FastRequantizer {
  /** Words per input record: {nar, v} as one (P + 1)-bit integer, v in the low P bits. */
  readonly recordWords: number;
  /** One output word per record. */
  run(records: Uint32Array): Uint32Array;
}

/** Scale, activation, linear to log and encode: one table of {leading one, x} (section 4). */
export function createRequantizer(parameters: RequantiseParameters): FastRequantizer {
  const { accumulatorWidth, inputBits, relu, output } = parameters;
  if (inputBits > 24) throw new RangeError('the fast model tabulates 2^X logs: X is at most 24');
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
  const { accumulatorWidth, accumulatorFraction, inputBits, fraction, scale } = parameters;
  const { output, underflow } = parameters;
  const encoder = createEncoder(output, underflow);
  const mantissaLogs = logTable(inputBits, fraction);
  const words = new Uint16Array(accumulatorWidth * 2 ** inputBits);
  let at = 0;
  for (let lead = 0; lead < accumulatorWidth; lead++) {
    const octaves = BigInt(lead - accumulatorFraction) << BigInt(fraction);
    const base = clampLog(octaves + scale, fraction);
    for (const log of mantissaLogs) words[at++] = encoder.encode(0, base + log, fraction);
  }
  return words;
}

/** Limits a log in units of 2^-Fo to 2^11 octaves, far beyond the 481 where words differ. */
function clampLog(log: bigint, fraction: number): number {
  const limit = 2n ** BigInt(fraction + 11);
  return Number(log > limit ? limit : log < -limit ? -limit : log);
}
