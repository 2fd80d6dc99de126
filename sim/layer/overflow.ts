import {
  agnosticWidth,
  isFloat,
  type Mac,
  type MacParameters,
  rowBounds,
  weightTerms,
} from '../../golden/exact/index.ts';
import { createMac, type FastMac } from '../../golden/fast/index.ts';
import { type DotProduct, streamOfProducts } from '../checks/dot-products.ts';
import { readLimbs } from '../limbs.ts';

/** Counts sums that the accumulator cannot hold. */
export interface OverflowCounter {
  /** How many sums of a row of weights with these activations do not fit. */
  count(row: Uint16Array, products: readonly DotProduct[]): number;
}

/**
 * A sum overflows if its exact value does not fit P bits; where the accumulator saturates, if any
 * partial sum does not. Rows whose bound (section 6) fits need no look at their sums; those of the
 * others are formed at a width that holds every one. Floating sums cannot overflow.
 */
export function overflowCounter(parameters: Mac, depth: number): OverflowCounter {
  if (isFloat(parameters)) return { count: () => 0 };
  const P = parameters.accumulatorWidth;
  const terms = weightTerms(parameters, 'both');
  const width = Math.max(P, agnosticWidth(parameters, depth, 0n).width);
  const wide: MacParameters = { ...parameters, overflow: 'wrap', accumulatorWidth: width };
  const fits = new WeakMap<Uint16Array, boolean>();
  let mac: FastMac | undefined;

  return {
    count(row, products) {
      if (rowFits(row)) return 0;
      mac ??= createMac(wide);
      const records = mac.run(streamOfProducts(products, width));
      const words = mac.recordWords;
      const overflows = (cycle: number) => {
        const sum = BigInt.asIntN(width, readLimbs(records, cycle * words, words));
        return BigInt.asIntN(P, sum) !== sum;
      };
      const looked = parameters.overflow === 'saturate' ? depth : 1;
      let count = 0;
      for (let end = depth; end <= products.length * depth; end += depth) {
        let cycle = end - looked + 1;
        while (cycle <= end && !overflows(cycle)) cycle++;
        if (cycle <= end) count++;
      }
      return count;
    },
  };

  function rowFits(row: Uint16Array): boolean {
    const known = fits.get(row) ?? rowBounds(terms, row).width <= P;
    fits.set(row, known);
    return known;
  }
}
