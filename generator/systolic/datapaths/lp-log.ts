import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { logActDecoder, logWeightDecoder } from './lp/log-decoders.ts';
import { logProduct, readsLost } from './lp/log-product.ts';
import { logProductBody } from './lp/log-product-body.ts';
import { signedTerms } from './lp/terms.ts';

/** LP words multiplied by adding their logs. Throws FormatError, and RangeError where every product is 0. */
export function lpLogPlan(options: OptionsOf<'lp-log'>): DatapathPlan {
  const product = logProduct(options);
  const flags = (product.nonNegative ? 0 : 1) + (readsLost(product) ? 1 : 0);
  return {
    storedBits: product.weightCode.bits + 1,
    busBits: product.attenuationBits + flags,
    lanes: 1,
    productLatency: options.pipeline,
    hasNar: true,
    ...signedTerms(product.magnitudeBits),
    weightDecoder: logWeightDecoder(product),
    actDecoder: logActDecoder(product),
    product: logProductBody(options, product),
  };
}
