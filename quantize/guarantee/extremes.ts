import {
  type ActivationSigns,
  multiplyAccumulate,
  type ProductParameters,
  start,
} from '../../golden/exact/index.ts';

/** More bits than any sum takes: what is added in them is the sum of integers. */
export const UNBOUNDED = 4096;

/** What a weight word adds to a sum at most, in LSBs, whatever activation it meets. */
export interface Extremes {
  /** At least 0: the activation may be zero. */
  readonly most: bigint;
  /** At most 0. */
  readonly least: bigint;
}

/**
 * Extreme products of weight words, each found by trying every activation word: the bounds of the
 * specification, section 6, without its formulas.
 */
export function extremeProducts(
  product: ProductParameters,
  signs: ActivationSigns,
): (word: number) => Extremes {
  const known = new Map<number, Extremes>();
  const mac = { ...product, overflow: 'wrap', accumulatorWidth: UNBOUNDED } as const;
  const { n, maxWord } = product.activation;
  const words = signs === 'both' ? 2 ** n : maxWord + 1;
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    let [most, least] = [0n, 0n];
    for (let activation = 0; activation < words; activation++) {
      // NaR makes a sum NaR, and adds nothing.
      const { acc } = multiplyAccumulate(mac, start(0n), word, activation);
      if (acc > most) most = acc;
      if (acc < least) least = acc;
    }
    const extremes = { most, least };
    known.set(word, extremes);
    return extremes;
  };
}
