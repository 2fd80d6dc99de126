import { signedProducts, wordValues } from '../golden/fast/index.ts';
import type { LpFormat } from '../golden/format.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import type { SumInputs } from './sum-inputs.ts';

/** Mean sums of products over calibration, as the array makes them. */
export interface MeanSums {
  /**
   * Of each channel of a group, in LSBs: every product is cut to the accumulator's LSB before the mean is taken.
   * `words` are M x K of the format `weight`.
   */
  of(words: Uint16Array, weight: LpFormat, group: SumInputs): Float64Array;
}

/** Mean sums on an array's arithmetic with activations of one format; scale factors do not matter. */
export function createMeanSums(
  arithmetic: RunningArray['arithmetic'],
  activation: LpFormat,
): MeanSums {
  const tables = new Map<string, Product>();
  const size = 2 ** activation.n;
  return {
    of(words, weight, { shares, channels, moments: { depth } }) {
      const key = `${weight.n},${weight.es},${weight.rs}`;
      const product = tables.get(key) ?? exactProducts(arithmetic, weight, activation);
      tables.set(key, product);
      /** By {input, weight word}. */
      const known = new Map<number, number>();
      const meanOf = (k: number, word: number) => {
        const place = word * depth + k;
        const before = known.get(place);
        if (before !== undefined) return before;
        let mean = 0;
        for (let input = 0; input < size; input++) {
          const share = shares[k * size + input] as number;
          if (share > 0) mean += share * product(word, input);
        }
        known.set(place, mean);
        return mean;
      };
      return Float64Array.from({ length: channels }, (_, channel) => {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += meanOf(k, words[channel * depth + k] as number);
        return sum;
      });
    },
  };
}

type Product = (weight: number, activation: number) => number;

/** Products from here on do not fit the tables of products, and what is cut off them is nothing beside them. */
const LARGE = 2 ** 30;

/** A product of two words in LSBs. */
function exactProducts(
  arithmetic: RunningArray['arithmetic'],
  weight: LpFormat,
  activation: LpFormat,
): Product {
  const formats = { weight: { ...weight, sf: 0 }, activation: { ...activation, sf: 0 } };
  const table = signedProducts(arithmetic, formats);
  const unit = 2 ** arithmetic.accumulatorFraction;
  const left = wordValues(formats.weight).map((value) => value * unit);
  const right = wordValues(formats.activation);
  return (w, x) => {
    const real = (left[w] as number) * (right[x] as number);
    if (!(Math.abs(real) < LARGE)) return real || 0;
    return table instanceof Int32Array ? (table[(w << activation.n) | x] as number) : table(w, x);
  };
}
