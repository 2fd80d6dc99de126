import type { WeightTerms } from '../../golden/exact/index.ts';
import type { LpFormat } from '../../golden/format.ts';

/** Second moments of the K inputs of a sum over calibration, means taken off. */
export interface InputMoments {
  /** K */
  readonly depth: number;
  /** K x K, symmetric: of the inputs as the array sees them. */
  readonly covariance: Float64Array;
  /** K x K: row j, column k is that of array input j and float input k; absent where both are the same. */
  readonly cross?: Float64Array;
}

/** What the sums of weights may come to, in LSBs of the accumulator (specification, section 6). */
export interface SumBudget {
  /** What each weight word adds to U+ and U-. */
  readonly terms: WeightTerms;
  /** T: products of a tile, in index order. */
  readonly tile: number;
  /** Most U+ and U- of a tile. */
  readonly inner: { readonly upper: bigint; readonly lower: bigint };
  /** Most U+ and U- of a whole row, by channel; what start values take is already off. */
  readonly outer: readonly { readonly upper: bigint; readonly lower: bigint }[];
  /** Whether weights shrink by a common threshold first, so that late ones find room (soft l1 threshold). */
  readonly soft: boolean;
}

/** Weights of channels that share their inputs, and how they become words. */
export interface WordQuestion {
  /** M x K, row by row, multiplied by 2^sf and the gain of their channel: words of `format` are near them. */
  readonly targets: Float64Array;
  /** Its sf is 0. */
  readonly format: LpFormat;
  /** Words are multiples of this power of two: narrower words, left-aligned. */
  readonly step: number;
  readonly moments: InputMoments;
  /** "nearest" value; "optq": the error of a word is made up for by the weights still open; "gpfq": words follow the path of the sums. */
  readonly method: 'nearest' | 'optq' | 'gpfq';
  /** Share of the mean variance that is added to every variance. */
  readonly damping: number;
  /** The order in which words are chosen: inputs of most variance first, or as they come. */
  readonly order: 'curvature' | 'index';
  readonly budget?: SumBudget;
}

export interface ChosenWords {
  /** M x K. */
  readonly words: Uint16Array;
  /** By channel: variance of the error of the sum over calibration, in squared units of the targets times inputs. */
  readonly errors: Float64Array;
  /** Words that are not the nearest to what was wanted because the budget was used up. */
  readonly limited: number;
}
