import { scaleFromFactors } from '../golden/exact/index.ts';
import type { MacLayer } from '../network/layer.ts';
import type { LayerPlan } from './plan.ts';

/** Scales s and offsets o of a layer's channels as an array takes them: y = |s| * (sum of sign * w * x + o / |s|). */
export interface FoldedScales {
  /**
   * Per channel: what its weights are multiplied by. 0 where the sum does not matter: s is 0, or
   * nothing of the products is seen beside the offset.
   */
  readonly signs: Int8Array;
  /** |s|, 1 where the sign is 0. */
  readonly magnitudes: Float64Array;
  /** o / magnitude: what sums start at. */
  readonly offsets: Float64Array;
}

/**
 * Products below this share of the offset do not matter: float32 has 24 bits, and activations of
 * 2^16 are left room for.
 */
const UNSEEN = 2 ** -40;

/** M, where the layer tells; 1 for weights that another step computes with one scale and offset. */
export function channelsOf({ weights, scales, offsets }: MacLayer): number {
  return weights.kind === 'constant' ? weights.channels : Math.max(scales.length, offsets.length);
}

/** Folds the signs of a layer's scales into its weights (specification, section 4). */
export function foldedScales(layer: MacLayer): FoldedScales {
  const channels = channelsOf(layer);
  const folded = {
    signs: new Int8Array(channels),
    magnitudes: new Float64Array(channels),
    offsets: new Float64Array(channels),
  };
  for (let channel = 0; channel < channels; channel++) {
    const scale = ofChannel(layer.scales, channel);
    const offset = ofChannel(layer.offsets, channel);
    const sign = isUnseen(layer, channel) ? 0 : Math.sign(scale);
    const magnitude = sign === 0 ? 1 : Math.abs(scale);
    folded.signs[channel] = sign;
    folded.magnitudes[channel] = magnitude;
    folded.offsets[channel] = offset / magnitude;
  }
  return folded;
}

function isUnseen({ weights, scales, offsets }: MacLayer, channel: number): boolean {
  const scale = Math.abs(ofChannel(scales, channel));
  if (weights.kind === 'tensor') return scale === 0;
  const { values, depth } = weights;
  const row = values.subarray(channel * depth, (channel + 1) * depth);
  const products = scale * row.reduce((sum, weight) => sum + Math.abs(weight), 0);
  return products <= UNSEEN * Math.abs(ofChannel(offsets, channel));
}

/** An entry of a list with one for each channel, or a single one for all. */
export function ofChannel(list: ArrayLike<number>, channel: number): number {
  return list[list.length === 1 ? 0 : channel] as number;
}

/** The formats between which a layer's sums are taken. */
type Formats = Pick<LayerPlan, 'weight' | 'activation' | 'output'>;

/** c of every channel in units of 2^-Fo: that of the scale factors, and log2|s| rounded alike. */
export function logScales(
  { magnitudes }: FoldedScales,
  { weight, activation, output }: Formats,
  fraction: number,
): number[] {
  const factors = { weight: weight.sf, activation: activation.sf, output: output.sf };
  const common = Number(scaleFromFactors(fraction, factors));
  return Array.from(
    magnitudes,
    (magnitude) => common + Math.floor(2 ** fraction * Math.log2(magnitude) + 0.5),
  );
}

/** b of every channel in LSBs of the accumulator, 2^-A. */
export function startValues(
  { offsets }: FoldedScales,
  { weight, activation }: Pick<Formats, 'weight' | 'activation'>,
  accumulatorFraction: number,
): number[] {
  const unit = 2 ** (accumulatorFraction + weight.sf + activation.sf);
  // Plus 0: a start value is no -0.
  return Array.from(offsets, (offset) => Math.round(offset * unit) + 0);
}

/** The single value of a list whose entries are all alike, else the list. */
export function collapsed(list: readonly number[]): number[] {
  const [first] = list;
  return first !== undefined && list.every((entry) => entry === first) ? [first] : [...list];
}
