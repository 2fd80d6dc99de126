import {
  type AccumulatorBounds,
  type ActivationSigns,
  type ProductParameters,
  prefixWidths,
  rowBounds,
  type StartRange,
  weightTerms,
  widestOf,
} from '../../golden/exact/index.ts';
import { Failure } from '../../system/failure.ts';
import { type WeightMatrix, weightRow } from './words.ts';

/** What a design needs beside its config: the weights that accumulator.weights names. */
export interface DesignInputs {
  readonly weights?: WeightMatrix;
}

/** What a config says of the weights that its sums are sized for. */
export interface WeightOptions {
  readonly weights?: string | undefined;
  readonly oneSided?: boolean | undefined;
}

/** Which weights an accumulator was sized for, and what their sums can reach (section 6). */
export interface WeightBounds {
  /** Content hash of the tensor (sha256, hexadecimal). */
  readonly hash: string;
  readonly channels: number;
  /** K: products of a channel's sum. */
  readonly K: number;
  readonly activations: ActivationSigns;
  /** U+ over all channels and start values, in LSBs (decimal: it may exceed 2^53). */
  readonly upper: string;
  /** U- likewise. */
  readonly lower: string;
  /** Smallest width that holds every channel, in bits. */
  readonly P: number;
}

/** Bounds of every channel of a matrix of weights, in order. */
export function channelBounds(
  arithmetic: ProductParameters,
  weights: WeightMatrix,
  { activations, start }: { readonly activations: ActivationSigns; readonly start: StartRange },
): AccumulatorBounds[] {
  const terms = weightTerms(arithmetic, activations);
  return Array.from({ length: weights.channels }, (_, channel) =>
    rowBounds(terms, weightRow(weights, channel), start),
  );
}

/**
 * Bits of the partial sums behind each row of an array of `rows` rows, whatever tile of these weights
 * it holds; K runs down the rows.
 */
export function rowWidths(
  arithmetic: ProductParameters,
  weights: WeightMatrix,
  activations: ActivationSigns,
  rows: number,
): number[] {
  const terms = weightTerms(arithmetic, activations);
  const channels = Array.from({ length: weights.channels }, (_, channel) =>
    prefixWidths(terms, weightRow(weights, channel), rows),
  );
  return Array.from({ length: rows }, (_, row) =>
    Math.max(...channels.map((widths) => widths[row] as number)),
  );
}

/** Refuses a one-sided width without weights: there is no such thing. Throws Failure (input). */
export function checkWeightOptions({ weights, oneSided }: WeightOptions): void {
  if (!oneSided || weights !== undefined) return;
  throw new Failure(
    'input',
    'accumulator.oneSided needs accumulator.weights',
    'the width for any weights is the same for activations of one sign',
  );
}

/** Bounds of the weights that a config names; undefined where it names none. Throws Failure (input). */
export function configBounds(
  accumulator: WeightOptions & { readonly startMax: number },
  arithmetic: ProductParameters,
  { weights }: DesignInputs,
): WeightBounds | undefined {
  checkWeightOptions(accumulator);
  if (accumulator.weights === undefined) return undefined;
  if (weights === undefined) throw new Error('accumulator.weights was not read');
  const activations = accumulator.oneSided ? 'non-negative' : 'both';
  const startMax = BigInt(accumulator.startMax);
  const start = { least: -startMax, most: startMax };
  const { upper, lower, width } = widestOf(
    channelBounds(arithmetic, weights, { activations, start }),
  );
  return {
    hash: weights.hash,
    channels: weights.channels,
    K: weights.depth,
    activations,
    upper: String(upper),
    lower: String(lower),
    P: width,
  };
}
