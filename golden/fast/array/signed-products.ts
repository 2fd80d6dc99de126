import type { ArrayParameters } from '../../exact/array-parameters.ts';
import { productTable } from '../product.ts';
import { type PairFormats, TERM_INDEX_SHIFT, TERM_SIGN_SHIFT } from '../term.ts';

/** A product of two words, modulo 2^32, in accumulator LSBs (section 3, steps 1 to 4). */
export type ProductOf = (weight: number, activation: number) => number;

/** All products by {weight word, activation word}, or each by itself where pairs are too many. */
export type SignedProducts = Int32Array | ProductOf;

/** Beyond this many bits of a pair of words its product is computed, not looked up. */
const LARGEST_PAIR_BITS = 16;

/** Products of two formats for sums of at most 32 bits that wrap. */
export function signedProducts(
  arithmetic: ArrayParameters['arithmetic'],
  formats: PairFormats,
): SignedProducts {
  const { weight, activation } = formats;
  const parameters = { ...arithmetic, weight, activation, accumulatorWidth: 32 };
  const { magnitudes, term } = productTable({ ...parameters, overflow: 'wrap' }, 1);
  const product: ProductOf = (weightWord, activationWord) => {
    const pair = term(weightWord, activationWord);
    const magnitude = magnitudes[pair >> TERM_INDEX_SHIFT] as number;
    return ((pair >> TERM_SIGN_SHIFT) & 1) === 1 ? -magnitude | 0 : magnitude;
  };
  if (weight.n + activation.n > LARGEST_PAIR_BITS) return product;
  const mask = 2 ** activation.n - 1;
  return Int32Array.from({ length: 2 ** (weight.n + activation.n) }, (_, pair) =>
    product(pair >> activation.n, pair & mask),
  );
}
