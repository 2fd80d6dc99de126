import type { LpFormat } from '../format.ts';
import type { Underflow } from './thresholds.ts';
import { countBelow, logMidpoints, logTieGoesUp, signedWord } from './thresholds.ts';

export type { QuantizerOptions } from './quantizer.ts';
export { createQuantizer } from './quantizer.ts';

export interface Encoder {
  /**
   * The word of (-1)^sign * 2^t / 2^sf with t = log * 2^-fractionBits; log a safe integer,
   * fractionBits at most 1000. Exact, ties included.
   */
  encode(sign: 0 | 1, log: number, fractionBits: number): number;
}

/** Encodes logarithms in fixed point; sf is part of the log already (section 2). */
export function createEncoder(format: LpFormat, underflow: Underflow): Encoder {
  const midpoints = logMidpoints(format, underflow);
  const halfUnits = format.fractionBits + 1;
  return {
    encode(sign, log, fractionBits) {
      if (!Number.isSafeInteger(log)) {
        throw new RangeError(`log must be a safe integer, not ${log}`);
      }
      if (fractionBits > 1000) throw new RangeError('fractionBits must be at most 1000');
      const scaled = log * 2 ** (halfUnits - fractionBits); // a shift of the exponent: exact
      let word = countBelow(midpoints, scaled);
      if (midpoints[word] === scaled && logTieGoesUp(word)) word++;
      return signedWord(format, sign === 1, word);
    },
  };
}
