import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import type { DatapathPlan } from '../datapath.ts';
import { logActDecoder, logWeightDecoder } from './lp/log-decoders.ts';
import { logBusBits, logProduct, logTerms } from './lp/log-product.ts';
import { logProductBody } from './lp/log-product-body.ts';
import { rangeOfLogs } from './lp/log-range.ts';
import { signedConstant } from './lp/terms.ts';

/** LP words multiplied by adding their logs. Throws FormatError and CutToZero. */
export function lpLogPlan(options: OptionsOf<'lp-log'>): DatapathPlan {
  const weight = lpFormat(options.weight);
  const product = logProduct(rangeOfLogs(weight, options.clip?.weight), options);
  return {
    storedBits: product.weightCode.bits + 1,
    busBits: logBusBits(product),
    lanes: 1,
    productLatency: options.pipeline,
    hasNar: true,
    terms: logTerms(product),
    constants: [[signedConstant(product.magnitudeBits)]],
    weightDecoder: logWeightDecoder(weight, product),
    actDecoder: logActDecoder(product),
    product: logProductBody(options, product),
  };
}
