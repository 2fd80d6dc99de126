import type { ActivationSigns } from '../golden/exact/index.ts';
import type { LayerProducts } from '../network/mapping/product.ts';
import { sumMisfit } from '../quantize/misfit.ts';
import { layerBits, type PlannedArray } from '../quantize/sums.ts';
import type { PreparedLayer } from './layer-run.ts';

/**
 * Whether the array holds the sums of a layer as it is laid out. A plan's sums are checked for tiles of K
 * in its own order, as the plain layout has them; tiles of a patch hold other parts of them.
 */
export function fitsMapping(
  { layer, plan, arithmetic }: PreparedLayer,
  { products }: LayerProducts,
  signs: ActivationSigns,
  array: PlannedArray,
): boolean {
  const { weights } = layer;
  if (weights.kind !== 'constant') return true;
  return products.every(({ weights: words, tapOffset, layerChannel }) => {
    const depth = tapOffset.length;
    if (depth === weights.depth) return true;
    const starts = Array.from(layerChannel, arithmetic.startOf);
    const bits = layerBits({ ...plan, starts }, { words, depth, signs }, array);
    return sumMisfit(bits, array, plan.mode) === undefined;
  });
}
