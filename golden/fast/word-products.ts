import type { ProductParameters } from '../exact/index.ts';
import { decodeTable, NUMBER } from './decode.ts';
import { exactProducts, roundingsOf } from './product.ts';

/** Beyond this many bits of a pair of words its product is computed, not looked up. */
const LARGEST_PAIR_BITS = 16;

/**
 * Products of words in accumulator LSBs, as steps 1 to 4 of section 3 make them: whole numbers of any size, not
 * modulo the width of a sum, and exact as long as G is at most 50. A product with NaR is 0. Each pair of words is worked out
 * once, as long as there are not too many.
 */
export function wordProducts(
  parameters: ProductParameters,
): (weight: number, activation: number) => number {
  const { weight, activation, align } = parameters;
  const [left, right] = [decodeTable(weight), decodeTable(activation)];
  const logFraction = Math.max(weight.fractionBits, activation.fractionBits);
  const leftUnit = 2 ** (logFraction - weight.fractionBits);
  const rightUnit = 2 ** (logFraction - activation.fractionBits);
  const exact = exactProducts(parameters, logFraction);
  const [down, up = down] = roundingsOf(align) as [Round, Round?];

  const computed = (w: number, x: number): number => {
    if (left.kind[w] !== NUMBER || right.kind[x] !== NUMBER) return 0;
    const log = (left.log[w] as number) * leftUnit + (right.log[x] as number) * rightUnit;
    const isNegative = left.sign[w] !== right.sign[x];
    const isUp = align === 'floor-act' ? right.sign[x] === 1 : isNegative;
    const magnitude = (isUp ? up : down)(exact(log));
    return isNegative ? -magnitude : magnitude;
  };
  if (weight.n + activation.n > LARGEST_PAIR_BITS) return computed;
  const products = new Float64Array(2 ** (weight.n + activation.n)).fill(Number.NaN);
  return (w, x) => {
    const pair = (w << activation.n) | x;
    const known = products[pair] as number;
    if (!Number.isNaN(known)) return known;
    const product = computed(w, x);
    products[pair] = product;
    return product;
  };
}

type Round = (x: number) => number;
