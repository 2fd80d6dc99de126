import { alignedLogSum, type ProductParameters, productMagnitude } from './mac.ts';
import {
  type AccumulatorBounds,
  boundsOf,
  NO_START,
  type StartRange,
  startBounds,
  type TwoStageBounds,
  widestOf,
} from './width.ts';
import { decodeOnce, positiveLog } from './words.ts';

/** The activations that known weights meet: of both signs, or (after a ReLU) never negative. */
export type ActivationSigns = 'both' | 'non-negative';

/** Words of a row in index order. */
export type WeightWords = Uint16Array | readonly number[];

/** Largest products of each weight word, in LSBs: what it adds to U+ and to U- (section 6). */
export interface WeightTerms {
  readonly signs: ActivationSigns;
  /** Indexed by the weight word; 0 for zero, NaR, and words that have no positive product. */
  readonly upper: readonly bigint[];
  /** Indexed by the weight word; 0 for zero, NaR, and words that have no negative product. */
  readonly lower: readonly bigint[];
}

/**
 * C(L_w + Lmax_a) of every weight word, per sign of the product (section 6). Each side has the
 * magnitude of a product of that sign: with floor and floor-act they differ.
 */
export function weightTerms(parameters: ProductParameters, signs: ActivationSigns): WeightTerms {
  const { weight, activation } = parameters;
  const maxLog = positiveLog(activation, activation.maxWord);
  const upper: bigint[] = [];
  const lower: bigint[] = [];
  for (let word = 0; word < 2 ** weight.n; word += 1) {
    const decoded = decodeOnce(weight, word);
    if (decoded.kind !== 'number') {
      upper.push(0n);
      lower.push(0n);
      continue;
    }
    const weightNegative = decoded.sign === 1;
    const logSum = alignedLogSum(parameters, decoded.log, maxLog);
    const largest = (productNegative: boolean) => {
      const activationNegative = weightNegative !== productNegative;
      if (activationNegative && signs === 'non-negative') return 0n;
      return productMagnitude(parameters, logSum, weightNegative, activationNegative);
    };
    upper.push(largest(false));
    lower.push(largest(true));
  }
  return { signs, upper, lower };
}

/**
 * Bounds of every partial sum, in every order, of the products of a row's weight words, start
 * values included (section 6, weight-aware). Throws RangeError for a word beyond the format.
 */
export function rowBounds(
  terms: WeightTerms,
  words: WeightWords,
  start: StartRange = NO_START,
): AccumulatorBounds {
  let { upper, lower } = startBounds(start);
  for (let index = 0; index < words.length; index += 1) {
    const { up, down } = termOf(terms, words, index);
    upper += up;
    lower += down;
  }
  return boundsOf(upper, lower);
}

function termOf(terms: WeightTerms, words: WeightWords, index: number) {
  const word = words[index] as number;
  const up = terms.upper[word];
  const down = terms.lower[word];
  if (up === undefined || down === undefined) {
    throw new RangeError(`weight ${index} is ${word}, not a word of the format`);
  }
  return { up, down };
}

/** Bounds of each tile of `tile` products of a row, the last one shorter where K asks for it. Throws RangeError. */
export function tileBounds(
  terms: WeightTerms,
  words: WeightWords,
  tile: number,
): AccumulatorBounds[] {
  if (!Number.isInteger(tile) || tile < 1) throw new RangeError(`no tile has ${tile} products`);
  const bounds: AccumulatorBounds[] = [];
  for (let from = 0; from < words.length; from += tile) {
    bounds.push(rowBounds(terms, words.slice(from, from + tile)));
  }
  return bounds;
}

/**
 * Bits that hold the sum of the first products of every tile of a row, by their number less one: what
 * the partial sums that run down a column take after each row of PEs (section 6). Throws RangeError.
 */
export function prefixWidths(terms: WeightTerms, words: WeightWords, tile: number): number[] {
  if (!Number.isInteger(tile) || tile < 1) throw new RangeError(`no tile has ${tile} products`);
  const widths = new Array<number>(tile).fill(1);
  for (let from = 0; from < words.length; from += tile) {
    let [upper, lower] = [0n, 0n];
    // A shorter last tile is padded: its sums stay what they are.
    for (let at = 0; at < tile; at += 1) {
      if (from + at < words.length) {
        const term = termOf(terms, words, from + at);
        upper += term.up;
        lower += term.down;
      }
      widths[at] = Math.max(widths[at] as number, boundsOf(upper, lower).width);
    }
  }
  return widths;
}

/** Bounds of a row in tiles of `tile` products (section 6, two stages, weight-aware). */
export function twoStageBounds(
  terms: WeightTerms,
  words: WeightWords,
  tile: number,
  start: StartRange = NO_START,
): TwoStageBounds {
  return {
    inner: widestOf(tileBounds(terms, words, tile)),
    outer: rowBounds(terms, words, start),
  };
}
