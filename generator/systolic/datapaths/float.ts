import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { floatActDecoder, floatWeightDecoder } from './float/decoders.ts';
import { type FloatLayout, floatLayout } from './float/layout.ts';
import { scaledPlan } from './scaled/plan.ts';
import { scaledProduct } from './scaled/product.ts';

/** Minifloats, decoded at the edge and at the top of a column. Throws RangeError where every product is 0. */
export function floatPlan(options: OptionsOf<'float'>): DatapathPlan {
  const [weight, activation] = [floatLayout(options.weight), floatLayout(options.activation)];
  const product = scaledProduct({
    weight: weight.format,
    activation: activation.format,
    fraction: options.fraction,
    align: options.align,
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
