import {
  type ActivationSigns,
  rowBounds,
  type WeightTerms,
  type WeightWords,
} from '../exact/row-width.ts';
import { boundsOf, widestOf } from '../exact/width.ts';
import type { Datapath } from './datapath.ts';

/** In LSBs of 2^-A; every lane has a product of 0. */
export interface ProductRange {
  readonly least: bigint;
  readonly greatest: bigint;
}

/** Least and greatest product of a lane over all words that may occur. */
export function productRange(datapath: Datapath, mode: number, lane: number): ProductRange {
  const weights = extremes(datapath.weightBits, (word) =>
    datapath.isLegalWeight(mode, lane, word) ? datapath.weightValue(mode, lane, word) : null,
  );
  const activations = extremeActivations(datapath, 'both');
  return rangeOf(
    weights.flatMap((weight) =>
      activations.map((activation) => datapath.product(mode, lane, weight, activation)),
    ),
  );
}

/** P: bits that hold the sums of up to `products` products of a lane, whatever the words. */
export function sumWidth(datapath: Datapath, mode: number, lane: number, products: number): number {
  const { least, greatest } = productRange(datapath, mode, lane);
  return boundsOf(BigInt(products) * greatest, BigInt(products) * -least).width;
}

/**
 * What each weight word adds to U+ and U- of its lane (lp-spec section 6, weight-aware), for any
 * activations that may occur, or only those that are not negative.
 */
export function weightTermsOf(
  datapath: Datapath,
  mode: number,
  lane: number,
  signs: ActivationSigns = 'both',
): WeightTerms {
  const activations = extremeActivations(datapath, signs);
  const upper: bigint[] = [];
  const lower: bigint[] = [];
  for (let weight = 0; weight < 2 ** datapath.weightBits; weight += 1) {
    const { least, greatest } = rangeOf(
      activations.map((activation) => datapath.product(mode, lane, weight, activation)),
    );
    upper.push(greatest);
    lower.push(-least);
  }
  return { signs, upper, lower };
}

/** P: bits that hold every partial sum, in any order, of each row of weight words. Throws RangeError. */
export function awareWidth(terms: WeightTerms, rows: readonly WeightWords[]): number {
  return widestOf(rows.map((row) => rowBounds(terms, row))).width;
}

function extremeActivations(datapath: Datapath, signs: ActivationSigns): number[] {
  return extremes(datapath.activationBits, (word) => {
    const value = datapath.isLegal(word) ? datapath.activationValue(word) : null;
    return value !== null && value < 0 && signs === 'non-negative' ? null : value;
  });
}

/**
 * Words of the least and of the greatest value. For operands of given signs the magnitude of a product
 * grows with those of both, so that no other words have the least or the greatest product.
 */
function extremes(bits: number, valueIn: (word: number) => number | null): number[] {
  let [least, greatest] = [0, 0];
  let [lowest, highest] = [Infinity, -Infinity];
  for (let word = 0; word < 2 ** bits; word += 1) {
    const value = valueIn(word);
    if (value === null) continue;
    if (value < lowest) [lowest, least] = [value, word];
    if (value > highest) [highest, greatest] = [value, word];
  }
  return [least, greatest];
}

function rangeOf(products: readonly bigint[]): ProductRange {
  let [least, greatest] = [0n, 0n];
  for (const product of products) {
    if (product < least) least = product;
    if (product > greatest) greatest = product;
  }
  return { least, greatest };
}
