import { type OptionsOf, openDatapath } from '../../../../golden/datapaths/index.ts';
import type { Body, DatapathPlan } from '../../datapath.ts';
import { busBits, type ScaledProduct, storedBits } from './product.ts';
import { scaledProductBody } from './product-body.ts';
import { actStory, productStory, weightStory } from './story.ts';
import { signedWindowTerms, windowConstant } from './window.ts';

interface Decoders {
  readonly weightDecoder: (story: readonly string[]) => Body;
  readonly actDecoder: (story: readonly string[]) => Body;
  readonly hasNar: boolean;
}

/** The plan of a multiplication of two decoded numbers with exponents. */
export function scaledPlan(
  options: OptionsOf<'float' | 'posit'>,
  product: ScaledProduct,
  { weightDecoder, actDecoder, hasNar }: Decoders,
): DatapathPlan {
  const datapath = openDatapath(options);
  return {
    storedBits: storedBits(product),
    busBits: busBits(product),
    lanes: 1,
    productLatency: 0,
    weightDecoder: weightDecoder(weightStory(product, datapath)),
    actDecoder: actDecoder(actStory(product, datapath)),
    product: scaledProductBody(product, productStory(product, datapath)),
    terms: signedWindowTerms(product.window, 0),
    constants: [[windowConstant(product.window)]],
    hasNar,
  };
}
