import { lpFormat } from '../golden/format.ts';
import type { ConstantWeights, MacLayer } from '../network/layer.ts';
import { type FoldedScales, foldedScales } from './channels.ts';
import { quantizeValues } from './lp-words.ts';
import type { LayerPlan } from './plan.ts';

/**
 * Words of a layer's constant weights, M x K row by row, as the array takes them: those of a channel
 * with a negative scale are negated, those of a channel whose sums do not matter are zero. Throws
 * FormatError; Error for weights that another step computes.
 */
export function layerWords(
  layer: MacLayer,
  { weight, rounding }: Pick<LayerPlan, 'weight' | 'rounding'>,
): Uint16Array {
  const { weights } = layer;
  if (weights.kind !== 'constant') throw new Error(`the weights of ${layer.name} are not constant`);
  return quantizeValues(foldedWeights(weights, foldedScales(layer)), lpFormat(weight), rounding);
}

/** Weights times the sign of their channel's scale. */
export function foldedWeights(
  { values, depth }: ConstantWeights,
  { signs }: FoldedScales,
): Float64Array {
  return values.map((value, index) => {
    const sign = signs[Math.floor(index / depth)] as number;
    return sign === 0 ? 0 : sign * value;
  });
}
