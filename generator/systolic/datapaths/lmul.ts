import { type OptionsOf, openDatapath } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { lmulActDecoder, lmulWeightDecoder } from './lmul/decoders.ts';
import { lmulProductBody } from './lmul/product-body.ts';
import { lmulWindow, lmulZero } from './lmul/window.ts';
import { signedWindowTerms, windowConstant } from './scaled/window.ts';

/** L-Mul: E4M3 words multiplied by one addition. Throws CutToZero. */
export function lmulPlan(options: OptionsOf<'lmul'>): DatapathPlan {
  const datapath = openDatapath(options);
  const window = lmulWindow(options);
  const zero = lmulZero(window);
  return {
    storedBits: 8,
    busBits: zero === 'far' ? 8 : 9,
    lanes: 1,
    productLatency: 0,
    weightDecoder: lmulWeightDecoder(datapath),
    actDecoder: lmulActDecoder(zero, datapath),
    product: lmulProductBody(window, zero, datapath),
    terms: signedWindowTerms(window, 0),
    constants: [[windowConstant(window)]],
    hasNar: true,
  };
}
