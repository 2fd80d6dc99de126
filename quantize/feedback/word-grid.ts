import { createQuantizer, wordValues } from '../../golden/fast/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';

/** The words that may be chosen: multiples of a step, in the order of their values. NaR is none of them. */
export interface WordGrid {
  /** Value by word, of all 2^n words. */
  readonly values: Float64Array;
  /** Word of the nearest value; a tie goes to the even multiple of the step. Throws RangeError for NaN and infinities. */
  nearest(x: number): number;
  /** The word nearest to a given one, itself or towards zero, that fits; zero where none does. */
  towardsZero(word: number, fits: (word: number) => boolean): number;
}

/** Words of a format that are multiples of `step`: those of a format that much shorter, left-aligned. Throws RangeError. */
export function wordGrid(format: LpFormat, step: number): WordGrid {
  const nearestShort = createQuantizer(shortened(format, step), {
    rounding: 'linear',
    underflow: 'flush',
  });
  const count = 2 ** format.n;
  return {
    values: wordValues(format),
    nearest(x) {
      if (!Number.isFinite(x)) throw new RangeError(`no weight word is near ${x}`);
      return nearestShort(x) * step;
    },
    towardsZero(word, fits) {
      const negative = word > format.narWord;
      const signed = (steps: number) =>
        negative && steps > 0 ? count - steps * step : steps * step;
      let most = (negative ? count - word : word) / step;
      if (fits(word)) return word;
      // Terms grow with magnitudes, so what fits is an interval that begins with zero.
      let fitting = 0;
      while (most - fitting > 1) {
        const middle = (fitting + most) >> 1;
        if (fits(signed(middle))) fitting = middle;
        else most = middle;
      }
      return signed(fitting);
    },
  };
}

/** The format without the low bits that are 0; a regime that its end cuts off means the same as one that a 0 ends. */
function shortened(format: LpFormat, step: number): LpFormat {
  const n = format.n - Math.log2(step);
  if (!Number.isInteger(n) || n > format.n || n < 2) {
    throw new RangeError(`step must be a power of two up to ${2 ** (format.n - 2)}, not ${step}`);
  }
  return lpFormat({ n, es: format.es, rs: Math.min(format.rs, n - 1), sf: format.sf });
}
