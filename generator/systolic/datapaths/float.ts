import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { floatActDecoder, floatWeightDecoder } from './float/decoders.ts';
import { type FloatLayout, floatLayout } from './float/layout.ts';
import { scaledPlan } from './scaled/plan.ts';
import { scaledProduct } from './scaled/product.ts';

/** Minifloats, decoded at the edge and at the top of a column. Throws CutToZero. */
export function floatPlan(options: OptionsOf<'float'>): DatapathPlan {
  const { clip, fraction, align } = options;
  const weight = floatLayout(options.weight, clip?.weight);
  const activation = floatLayout(options.activation, clip?.activation);
  const product = scaledProduct({
    weight: weight.format,
    activation: activation.format,
    fraction,
    align,
  });
  const hasNar = [weight, activation].some(({ special }) => special !== 'none');
  const decoder = (layout: FloatLayout, story: readonly string[]) => ({
    layout,
    product,
    story,
    hasNar,
  });
  return scaledPlan(options, product, {
    weightDecoder: (story) => floatWeightDecoder(decoder(weight, story)),
    actDecoder: (story) => floatActDecoder(decoder(activation, story)),
    hasNar,
  });
}
