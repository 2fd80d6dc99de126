import { signedProducts, wordValues } from '../golden/fast/index.ts';
import type { LpFormat } from '../golden/format.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import type { SumInputs } from './sum-inputs.ts';

/** How products are made. */
export interface MeanProducts {
  readonly arithmetic: RunningArray['arithmetic'];
  readonly formats: { readonly weight: LpFormat; readonly activation: LpFormat };
}

/**
 * Mean sum of products of each channel over calibration, in LSBs, as the array makes them: every product is cut to
 * the accumulator's LSB before the mean is taken. `words` are M x K.
 */
export function meanSums(
  words: Uint16Array,
  { shares, channels, moments: { depth } }: SumInputs,
  { arithmetic, formats }: MeanProducts,
): Float64Array {
  const productOf = exactProducts({ arithmetic, formats });
  const size = 2 ** formats.activation.n;
  /** By {input, weight word}. */
  const known = new Map<number, number>();
  const meanOf = (k: number, word: number) => {
    const key = word * depth + k;
    const before = known.get(key);
    if (before !== undefined) return before;
    let mean = 0;
    for (let activation = 0; activation < size; activation++) {
      const share = shares[k * size + activation] as number;
      if (share > 0) mean += share * productOf(word, activation);
    }
    known.set(key, mean);
    return mean;
  };
  return Float64Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += meanOf(k, words[channel * depth + k] as number);
    return sum;
  });
}

/** Products from here on do not fit the tables of products, and what is cut off them is nothing beside them. */
const LARGE = 2 ** 30;

/** A product of two words in LSBs. */
function exactProducts({ arithmetic, formats }: MeanProducts): (w: number, x: number) => number {
  const { weight, activation } = formats;
  const table = signedProducts(arithmetic, formats);
  const left = wordValues(weight).map((value) => value * 2 ** arithmetic.accumulatorFraction);
  const right = wordValues(activation);
  return (w, x) => {
    const real = (left[w] as number) * (right[x] as number);
    if (!(Math.abs(real) < LARGE)) return real || 0;
    return table instanceof Int32Array ? (table[(w << activation.n) | x] as number) : table(w, x);
  };
}
