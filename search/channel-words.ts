import {
  type ActivationSigns,
  rowBounds,
  type WeightTerms,
  weightTerms,
} from '../golden/exact/index.ts';
import { wordProducts } from '../golden/fast/index.ts';
import { type LpFormat, lpFormat } from '../golden/format.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import type { FoldedScales } from '../quantize/channels.ts';
import { chooseWords } from '../quantize/feedback/choose-words.ts';
import { signedRange } from '../quantize/misfit.ts';
import type { PlannedFormat } from '../quantize/plan.ts';
import { productOf } from '../quantize/sums.ts';
import { meanSums } from './mean-sums.ts';
import type { WordOptions } from './options.ts';
import { limitBits, type SumLimits, sumBudget, sumLimits } from './sum-budget.ts';
import type { SumInputs } from './sum-inputs.ts';

/** A layer whose weights become words of one format. */
export interface ChannelQuestion {
  /** M x K: weights times the signs of their channels. */
  readonly values: Float64Array;
  /** K */
  readonly depth: number;
  readonly folded: FoldedScales;
  readonly signs: ActivationSigns;
  readonly weight: PlannedFormat;
  /** n of the words that are used; the others' low bits are 0. */
  readonly bits: number;
  readonly activation: PlannedFormat;
  /** M: octaves that a channel's words lie above the format's scale factor. */
  readonly gains: Float64Array;
  readonly options: WordOptions;
  readonly array: RunningArray;
}

/** Words of all channels, and what their sums start at. */
export interface ChannelWords {
  /** M x K */
  readonly words: Uint16Array;
  /** M: LSBs of the accumulator. */
  readonly starts: readonly number[];
  /** M: variance of the error of the channel's sum over calibration, in the units of the layer's output. */
  readonly errors: Float64Array;
  /** Words that a budget kept from being the nearest, of all channels and (shared evenly in a group) of each. */
  readonly limited: number;
  readonly limitedOf: Float64Array;
}

/** Chooses the words of every channel, and start values that take the mean error of their sums off. */
export function channelWords(
  question: ChannelQuestion,
  inputs: readonly SumInputs[],
): ChannelWords {
  const { values, folded, options, array } = question;
  const scaled = scaledChannels(question);
  const words = new Uint16Array(values.length);
  const errors = new Float64Array(scaled.units.length);
  const limitedOf = new Float64Array(scaled.units.length);
  const starts: number[] = [];
  let limited = 0;
  for (const group of inputs) {
    const chosen = groupWords(question, scaled, group);
    words.set(chosen.words, group.first * question.depth);
    limited += chosen.limited;
    limitedOf.fill(chosen.limited / group.channels, group.first, group.first + group.channels);
    const { accumulatorFraction } = array.arithmetic;
    for (const [row, error] of chosen.errors.entries()) {
      const channel = group.first + row;
      const lsb = (folded.magnitudes[channel] as number) / (scaled.units[channel] as number);
      errors[channel] = error * 4 ** accumulatorFraction * lsb * lsb;
    }
    const lost = options.biasCorrection
      ? lostMeans(question, scaled, group, chosen.words)
      : new Float64Array(group.channels);
    for (const [row, mean] of lost.entries()) {
      const channel = group.first + row;
      const offset = (folded.offsets[channel] as number) * (scaled.units[channel] as number);
      const own = chosen.words.subarray(row * question.depth, (row + 1) * question.depth);
      starts[channel] = correctedStart(offset, mean, startRoom(scaled, own, array));
    }
  }
  return { words, starts, errors, limited, limitedOf };
}

/** Start values that leave room for the sums of a channel's words, and that the array holds. */
interface StartRoom {
  readonly least: number;
  readonly most: number;
}

function startRoom(
  { terms, limits }: ScaledChannels,
  words: Uint16Array,
  { shape }: RunningArray,
): StartRoom {
  const { upper, lower } = rowBounds(terms, words);
  const port = signedRange(shape.startWidth);
  return {
    least: Math.max(Number(lower - limits.sum.lower), port.least),
    most: Math.min(Number(limits.sum.upper - upper), port.most),
  };
}

/** The offset with as much of a correction as there is room for; what the offset needs is another's matter. */
function correctedStart(offset: number, correction: number, { least, most }: StartRoom): number {
  const plain = Math.round(offset);
  const wanted = Math.round(offset + correction);
  const within = Math.min(Math.max(wanted, Math.min(plain, least)), Math.max(plain, most));
  // Plus 0: a start value is no -0.
  return within + 0;
}

/** What words and sums of each channel count in. */
interface ScaledChannels {
  /** M: a weight of 1 in values of words. */
  readonly factors: Float64Array;
  /** M: LSBs of a sum that is 1 before the scale of its channel. */
  readonly units: Float64Array;
  /** Of the words, without a scale factor. */
  readonly format: LpFormat;
  readonly terms: WeightTerms;
  readonly limits: SumLimits;
  readonly productOf: (weight: number, activation: number) => number;
}

function scaledChannels({
  weight,
  activation,
  gains,
  signs,
  options,
  array,
}: ChannelQuestion): ScaledChannels {
  const factors = Float64Array.from(gains, (gain) => 2 ** (weight.sf + gain));
  const product = productOf({ weight, activation, starts: [] }, array);
  const unit = 2 ** (activation.sf + array.arithmetic.accumulatorFraction);
  return {
    factors,
    units: factors.map((factor) => factor * unit),
    format: lpFormat({ ...weight, sf: 0 }),
    terms: weightTerms(product, signs),
    limits: sumLimits(limitBits(options, array, weight.n)),
    productOf: wordProducts(product),
  };
}

/** Words of channels that share their inputs. */
function groupWords(
  { values, depth, folded, weight, bits, options, array }: ChannelQuestion,
  { factors, units, format, terms, limits }: ScaledChannels,
  { first, channels, moments }: SumInputs,
) {
  const rows = values.subarray(first * depth, (first + channels) * depth);
  const offsets = Array.from({ length: channels }, (_, row) =>
    Math.round((folded.offsets[first + row] as number) * (units[first + row] as number)),
  );
  const { tileBits, sumBits, soft } = options;
  const budget =
    tileBits === null && sumBits === null
      ? undefined
      : sumBudget(terms, offsets, { limits, rows: array.shape.rows, soft });
  return chooseWords({
    targets: rows.map((w, at) => w * (factors[first + Math.floor(at / depth)] as number)),
    format,
    step: 2 ** (weight.n - bits),
    moments,
    method: options.errorFeedback ? options.method : 'nearest',
    damping: options.damping,
    order: options.order,
    ...(budget === undefined ? {} : { budget }),
  });
}

/** By channel, the float network's mean sum of products less that of the words, in LSBs; 0 where sums do not matter. */
function lostMeans(
  { values, depth, folded }: ChannelQuestion,
  { units, productOf }: ScaledChannels,
  group: SumInputs,
  words: Uint16Array,
): Float64Array {
  return meanSums(words, group, productOf).map((got, row) => {
    const channel = group.first + row;
    if (folded.signs[channel] === 0) return 0;
    const weights = values.subarray(channel * depth, (channel + 1) * depth);
    return dot(weights, group.floatMeans) * (units[channel] as number) - got;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}
