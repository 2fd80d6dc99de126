import type { LpFormat } from '../format.ts';
import { decodeTable } from './decode.ts';
import type { Interval } from './enclosure.ts';
import { encloseExp2, encloseLog2, encloseReal, exceeds, splitBinary64 } from './enclosure.ts';
import type { Underflow } from './thresholds.ts';
import { countBelow, logMidpoints, logTieGoesUp, signedWord } from './thresholds.ts';

export interface QuantizerOptions {
  readonly rounding: 'log' | 'linear';
  /** Ignored by linear rounding. */
  readonly underflow: Underflow;
}

/** Where words part: entry k of `logs` lies between the words k and k + 1, on the scale of t. */
interface Boundaries {
  /** log2|x| + sf at the boundary in octaves, error below 1e-12. */
  readonly logs: Float64Array;
  /** Whether a positive number takes word k + 1 or more; exact. */
  readonly isAbove: (k: number, magnitude: number) => boolean;
}

/** Binary64 decides outside this relative distance (log: octaves) of a boundary, BigInt inside. */
const GUARD = 1e-9;

/** Quantises real numbers, scale factor included: exact decisions at table speed (section 2). */
export function createQuantizer(
  format: LpFormat,
  options: QuantizerOptions,
): (x: number) => number {
  const { maxWord, narWord, sf } = format;
  const boundaries =
    options.rounding === 'log'
      ? logBoundaries(format, options.underflow)
      : linearBoundaries(format);
  const usesLog = !boundaries.logs.every((log) => log === -Infinity || Math.abs(log - sf) < 1000);
  const below = boundaries.logs.map((log) => (usesLog ? log - GUARD : 2 ** (log - sf - GUARD)));
  const above = boundaries.logs.map((log) => (usesLog ? log + GUARD : 2 ** (log - sf + GUARD)));
  const buckets = usesLog ? undefined : wordBuckets(above);

  return (x) => {
    const magnitude = Math.abs(x);
    if (!(magnitude < Infinity)) return narWord;
    if (magnitude === 0) return 0;
    const key = usesLog ? Math.log2(magnitude) + sf : magnitude;
    let word = buckets === undefined ? countBelow(above, key) : buckets.countBelow(key);
    const isDoubtful = word < maxWord && key >= (below[word] as number);
    if (isDoubtful && boundaries.isAbove(word, magnitude)) word++;
    return signedWord(format, x < 0, word);
  };
}

/** countBelow() for positive keys, by exponent and leading mantissa bits first. */
function wordBuckets(ascending: Float64Array): { countBelow(key: number): number } {
  const key = new Float64Array(1);
  const keyWords = new Uint32Array(key.buffer);
  const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0; // byte order
  const shift = 17; // 8 buckets per octave
  // Entry b: keys in the buckets before b, so that a key equal to the edge of its bucket is in it.
  const firstWords = new Uint16Array(2 ** (31 - shift) + 1).fill(ascending.length);
  let filled = 0;
  for (const [word, boundary] of ascending.entries()) {
    key[0] = boundary;
    const end = ((keyWords[highWord] as number) >>> shift) + 1;
    if (end > filled) firstWords.fill(word, filled, end);
    filled = Math.max(filled, end);
  }
  return {
    countBelow(positive) {
      key[0] = positive;
      const bucket = (keyWords[highWord] as number) >>> shift;
      let low = firstWords[bucket] as number;
      let high = firstWords[bucket + 1] as number;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ascending[middle] as number) < positive) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/** Midpoints of logs. */
function logBoundaries(format: LpFormat, underflow: Underflow): Boundaries {
  const midpoints = logMidpoints(format, underflow);
  const unit = 2 ** -(format.fractionBits + 1);
  const logs = midpoints.map((midpoint) => midpoint * unit);
  return {
    logs,
    isAbove(k, magnitude) {
      const order = compareToDyadicLog(magnitude, format.sf, logs[k] as number);
      return order > 0 || (order === 0 && logTieGoesUp(k));
    },
  };
}

/** Midpoints of values, the first one between zero and the smallest word; ties to even words. */
function linearBoundaries(format: LpFormat): Boundaries {
  const { log } = decodeTable(format);
  const unit = 2 ** -format.fractionBits;
  const logs = new Float64Array(format.maxWord);
  logs[0] = -format.maxLog * unit - 1;
  for (let k = 1; k < format.maxWord; k++) {
    const lower = log[k] as number;
    const gap = ((log[k + 1] as number) - lower) * unit;
    logs[k] = lower * unit - 1 + Math.log2(1 + 2 ** gap);
  }
  return {
    logs,
    isAbove(k, magnitude) {
      const order =
        k === 0
          ? compareToDyadicLog(magnitude, format.sf, logs[0] as number)
          : compareToMean(magnitude, format, log[k] as number, log[k + 1] as number);
      return order > 0 || (order === 0 && k % 2 === 1);
    },
  };
}

/** Sign of log2(magnitude) + sf - log, where log has few enough bits for exact differences. */
function compareToDyadicLog(magnitude: number, sf: number, log: number): number {
  const octave = powerOfTwo(magnitude);
  if (octave !== undefined) return Math.sign(sf - (log - octave));
  return exceeds(
    (bits) => encloseScaledLog(magnitude, sf, bits),
    (bits) => encloseReal(log, bits),
  )
    ? 1
    : -1;
}

/**
 * Sign of magnitude * 2^sf - (2^lower + 2^upper) / 2, logs in units of 2^-F. Powers of two with
 * different fractions are linearly independent over the rationals, so equality needs both values
 * to have whole logs; those are compared as integers, all others differ and can be enclosed.
 */
function compareToMean(magnitude: number, format: LpFormat, lower: number, upper: number): number {
  const octave = 2 ** format.fractionBits;
  const lowerOctave = (lower - format.sf * octave) / octave;
  const upperOctave = (upper - format.sf * octave) / octave;
  if (
    Number.isInteger(format.sf * octave) &&
    Number.isInteger(lowerOctave) &&
    Number.isInteger(upperOctave)
  ) {
    return compareToWholeMean(magnitude, lowerOctave, upperOctave);
  }
  return exceeds(
    (bits) => encloseScaledLog(magnitude, format.sf, bits),
    (bits) => encloseMeanLog(lower, upper - lower, format.fractionBits, bits),
  )
    ? 1
    : -1;
}

/** Sign of 2 * magnitude - 2^lower - 2^upper for whole exponents. */
function compareToWholeMean(magnitude: number, lower: number, upper: number): number {
  const { mantissa, exponent } = splitBinary64(magnitude);
  const base = Math.min(exponent + 1, lower);
  const twice = mantissa << BigInt(exponent + 1 - base);
  const sum = (1n << BigInt(lower - base)) + (1n << BigInt(upper - base));
  return twice > sum ? 1 : twice < sum ? -1 : 0;
}

/** log2(magnitude) + sf in units of 2^-bits. */
function encloseScaledLog(magnitude: number, sf: number, bits: number): Interval {
  const { mantissa, exponent } = splitBinary64(magnitude);
  const log = encloseLog2({ low: mantissa, high: mantissa }, exponent, bits);
  const shift = encloseReal(sf, bits);
  return { low: log.low + shift.low, high: log.high + shift.high };
}

/** log2 of the mean of 2^lower and 2^(lower + gap), logs in units of 2^-F, result of 2^-bits. */
function encloseMeanLog(lower: number, gap: number, fractionBits: number, bits: number): Interval {
  const octave = 2 ** fractionBits;
  const whole = BigInt(Math.floor(gap / octave));
  const ratio = encloseExp2(gap % octave, fractionBits, bits);
  const one = 1n << BigInt(bits);
  const sum = { low: (ratio.low << whole) + one, high: (ratio.high << whole) + one };
  const log = encloseLog2(sum, -bits, bits);
  const offset = encloseReal(lower / octave - 1, bits);
  return { low: log.low + offset.low, high: log.high + offset.high };
}

/** log2 of a positive number that is a power of two, else undefined. */
function powerOfTwo(magnitude: number): number | undefined {
  const { mantissa, exponent } = splitBinary64(magnitude);
  const zeros = (mantissa & -mantissa).toString(2).length - 1;
  return mantissa >> BigInt(zeros) === 1n ? exponent + zeros : undefined;
}
