import type { ArrayResolved, LaneShape } from '../generator/index.ts';
import {
  type AccumulatorBounds,
  type ActivationSigns,
  agnosticBounds,
  agnosticTwoStage,
  NO_START,
  type ProductParameters,
  prefixWidths,
  rowBounds,
  weightTerms,
  widestOf,
} from '../golden/exact/index.ts';
import { lpFormat } from '../golden/format.ts';
import type { MacLayer } from '../network/layer.ts';
import { ofChannel } from './channels.ts';
import type { LayerPlan } from './plan.ts';

/** What a plan must know of the array that it is made for. */
export type PlannedArray = Pick<ArrayResolved, 'config' | 'shape' | 'arithmetic'>;

/** Formats and start values: all that the sums of a layer depend on beside its words. */
export type SumPlan = Pick<LayerPlan, 'weight' | 'activation' | 'starts'>;

/** Bits in which the sums of a layer cannot overflow (specification, section 6, two stages). */
export interface SumBits {
  /** K: products of a sum. */
  readonly depth: number;
  /** Behind each row of PEs, tiles from 0. */
  readonly rows: readonly number[];
  /** P_I: a tile. */
  readonly tile: number;
  /** P_O: all tiles, start values included. */
  readonly sum: number;
}

/** What is multiplied: K products of known words, or of words that come at run time. */
export interface Products {
  /** M x K; undefined for weights that another step computes. */
  readonly words: Uint16Array | undefined;
  /** K */
  readonly depth: number;
  readonly signs: ActivationSigns;
}

/** Bits of a layer's sums: for these weights, or for any where they come at run time. */
export function layerBits(
  plan: SumPlan,
  { words, depth, signs }: Products,
  array: PlannedArray,
): SumBits {
  if (words === undefined) return agnosticBits(plan, array, depth);
  const { rows } = array.shape;
  const terms = weightTerms(productOf(plan, array), signs);
  const widths = new Array<number>(rows).fill(1);
  const bounds: AccumulatorBounds[] = [];
  for (let channel = 0; channel * depth < words.length; channel++) {
    const row = words.subarray(channel * depth, (channel + 1) * depth);
    const b = BigInt(ofChannel(plan.starts, channel));
    bounds.push(rowBounds(terms, row, { least: b, most: b }));
    for (const [place, width] of prefixWidths(terms, row, rows).entries()) {
      if (width > (widths[place] as number)) widths[place] = width;
    }
  }
  return { depth, rows: widths, tile: Math.max(...widths), sum: widestOf(bounds).width };
}

/** Bits for any weights of K products. */
function agnosticBits(plan: SumPlan, array: PlannedArray, depth: number): SumBits {
  const { rows } = array.shape;
  const product = productOf(plan, array);
  const start = {
    least: BigInt(Math.min(0, ...plan.starts)),
    most: BigInt(Math.max(0, ...plan.starts)),
  };
  const { inner, outer } = agnosticTwoStage(product, depth, { tile: rows, start });
  return {
    depth,
    rows: Array.from(
      { length: rows },
      (_, above) => agnosticBounds(product, Math.min(above + 1, depth), NO_START).width,
    ),
    tile: inner.width,
    sum: outer.width,
  };
}

export function productOf(
  { weight, activation }: SumPlan,
  { arithmetic }: PlannedArray,
): ProductParameters {
  const { converter, converterFraction, align, accumulatorFraction } = arithmetic;
  return {
    weight: lpFormat(weight),
    activation: lpFormat(activation),
    converter,
    converterFraction,
    align,
    accumulatorFraction,
  };
}

/** Layers whose activations are never negative: what they read, a layer with a ReLU wrote. */
export function activationSigns(layers: readonly MacLayer[]): (layer: MacLayer) => ActivationSigns {
  const rectified = new Set(layers.filter(({ relu }) => relu).map(({ output }) => output));
  return ({ input }) => (rectified.has(input) ? 'non-negative' : 'both');
}

/** Bits that every lane with words of this mode has. */
interface LaneBits {
  readonly rows: readonly number[];
  readonly tile: number;
  readonly sum: number;
}

/** What lanes hold: any channel may come to any lane that the mode uses. */
export function laneBits({ shape }: PlannedArray, mode: number): LaneBits {
  const lanes = shape.lanes.filter(({ modes }) => modes.includes(mode));
  const least = (bits: (lane: LaneShape) => number) => Math.min(...lanes.map(bits));
  return {
    rows: Array.from({ length: shape.rows }, (_, row) =>
      least(({ rowWidths }) => rowWidths[row] as number),
    ),
    tile: least(({ tileWidth }) => tileWidth),
    sum: least(({ width }) => width),
  };
}
