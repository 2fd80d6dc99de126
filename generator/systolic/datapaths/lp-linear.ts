import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { shapeName } from '../../views/decoder/view.ts';
import type { DatapathPlan } from '../datapath.ts';
import { linearActDecoder } from './lp/linear-act-decoder.ts';
import { busForm, halfLogs, linearBus, linearBusBits } from './lp/linear-bus.ts';
import { linearLane, linearTerms } from './lp/linear-lane.ts';
import { linearProductBody } from './lp/linear-product-body.ts';
import { linearWeightDecoder } from './lp/linear-weight-decoder.ts';
import { signedConstant } from './lp/terms.ts';

/**
 * LP weights of at most one fraction bit, multiplied by shifts of an activation that the edge has made linear. Throws FormatError,
 * CutToZero, and TypeError for a cut that the bus does not allow.
 */
export function lpLinearPlan(options: OptionsOf<'lp-linear'>): DatapathPlan {
  const weight = lpFormat(options.weight);
  const logs = halfLogs(weight).slice(0, options.clip?.weight);
  const largest = options.clip?.activation;
  const bus = linearBus(logs, busForm(options), { ...options, largest });
  const lane = linearLane(bus, logs);
  return {
    storedBits: 1 + lane.code.bits,
    busBits: linearBusBits(bus),
    lanes: 1,
    productLatency: 0,
    hasNar: true,
    terms: linearTerms(lane),
    constants: [[signedConstant(lane.magnitudeBits)]],
    weightDecoder: linearWeightDecoder(weight, lane, options.clip?.weight),
    actDecoder: linearActDecoder(bus, shapeName(weight)),
    product: linearProductBody(options, lane),
  };
}
