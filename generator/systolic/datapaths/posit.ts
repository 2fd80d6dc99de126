import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { positActDecoder, positWeightDecoder } from './posit/decoders.ts';
import { positLayout } from './posit/layout.ts';
import { scaledPlan } from './scaled/plan.ts';
import { scaledProduct } from './scaled/product.ts';

/** Posits, decoded at the edge and at the top of a column. Throws FormatError and CutToZero. */
export function positPlan(options: OptionsOf<'posit'>): DatapathPlan {
  const { clip, fraction, align } = options;
  const weight = positLayout(options.weight, clip?.weight);
  const activation = positLayout(options.activation, clip?.activation);
  const product = scaledProduct({
    weight: weight.format,
    activation: activation.format,
    fraction,
    align,
  });
  return scaledPlan(options, product, {
    weightDecoder: (story) => positWeightDecoder(weight, product, story),
    actDecoder: (story) => positActDecoder(activation, product, story),
    hasNar: true,
  });
}
