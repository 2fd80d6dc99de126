import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { shapeName } from '../../views/decoder/view.ts';
import type { Body, DatapathPlan } from '../datapath.ts';
import {
  busBits,
  type FusedLanes,
  fusedLanes,
  laneTerms,
  magnitudeBits,
  storedBits,
} from './lp/fused-lanes.ts';
import { fusedProductBody } from './lp/fused-product-body.ts';
import { fusedWeightDecoder } from './lp/fused-weight-decoder.ts';
import { linearActDecoder } from './lp/linear-act-decoder.ts';
import { logActDecoder } from './lp/log-decoders.ts';
import { signedConstant } from './lp/terms.ts';

/**
 * One 8-bit, two 4-bit or four 2-bit LP weights times one activation. Throws FormatError, CutToZero where nothing is left of a
 * lane, and TypeError for align "floor" of 4- and 2-bit weights.
 */
export function lpFusedPlan(options: OptionsOf<'lp-fused'>): DatapathPlan {
  const fused = fusedLanes(options);
  const bits = fused.lanes.map(magnitudeBits);
  return {
    storedBits: fused.lanes.reduce((sum, lane) => sum + storedBits(lane), 0),
    busBits: busBits(fused),
    lanes: fused.lanes.length,
    productLatency: 0,
    hasNar: true,
    terms: fused.lanes.flatMap(laneTerms),
    constants: fused.modes.map(() => bits.map(signedConstant)),
    weightDecoder: fusedWeightDecoder(fused),
    actDecoder: actDecoder(fused),
    product: fusedProductBody(fused),
  };
}

function actDecoder({ modes, lanes, bus }: FusedLanes): Body {
  const [first] = lanes;
  const product = first?.kind === 'log' ? first.product : null;
  if (bus !== null) {
    return linearActDecoder(bus, modes.map(({ format }) => shapeName(format)).join(', '), product);
  }
  if (product === null) throw new TypeError('a lane reads a log or a linear activation');
  return logActDecoder(product);
}
