import type { ActivationSigns } from '../golden/exact/index.ts';
import type { LayerProducts } from '../network/mapping/product.ts';
import { sumFailure, sumMisfit } from '../quantize/misfit.ts';
import { layerBits, type PlannedArray } from '../quantize/sums.ts';
import type { PreparedLayer } from './layer-run.ts';

/**
 * A plan's sums are checked for tiles of K in its own order. Where a layer is laid out otherwise, its
 * tiles hold other parts of the sums, which must fit the array as well. Throws Failure (input).
 */
export function checkMapping(
  { layer, plan, arithmetic }: PreparedLayer,
  { products }: LayerProducts,
  signs: ActivationSigns,
  array: PlannedArray,
): void {
  const { weights } = layer;
  if (weights.kind !== 'constant') return;
  for (const { weights: words, tapOffset, layerChannel } of products) {
    const depth = tapOffset.length;
    if (depth === weights.depth) continue;
    const starts = Array.from(layerChannel, arithmetic.startOf);
    const bits = layerBits({ ...plan, starts }, { words, depth, signs }, array);
    const misfit = sumMisfit(bits, array, plan.mode);
    if (misfit !== undefined)
      throw sumFailure(`layer ${JSON.stringify(layer.name)}`, misfit, array);
  }
}
