import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { linearActDecoder } from './lp/linear-act-decoder.ts';
import { busBits, linearProduct } from './lp/linear-product.ts';
import { linearProductBody } from './lp/linear-product-body.ts';
import { codeBits } from './lp/linear-weight-code.ts';
import { linearWeightDecoder } from './lp/linear-weight-decoder.ts';
import { signedTerms } from './lp/terms.ts';

/**
 * LP weights of at most one fraction bit, multiplied by shifts of an activation that the edge has made linear. Throws FormatError,
 * RangeError where every product is 0, and TypeError for a cut that the bus does not allow.
 */
export function lpLinearPlan(options: OptionsOf<'lp-linear'>): DatapathPlan {
  const product = linearProduct(options);
  return {
    storedBits: 1 + codeBits(product.code),
    busBits: busBits(product),
    lanes: 1,
    productLatency: 0,
    hasNar: true,
    ...signedTerms(product.magnitudeBits),
    weightDecoder: linearWeightDecoder(product),
    actDecoder: linearActDecoder(product),
    product: linearProductBody(options, product),
  };
}
