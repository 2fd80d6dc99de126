import type { SumInputs } from './sum-inputs.ts';

/**
 * Mean sum of products of each channel over calibration, in LSBs, as the array makes them: every product is cut to
 * the accumulator's LSB before the mean is taken. `words` are M x K; `productOf` is wordProducts().
 */
export function meanSums(
  words: Uint16Array,
  { shares, channels, moments: { depth } }: SumInputs,
  productOf: (weight: number, activation: number) => number,
): Float64Array {
  const size = shares.length / depth;
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
