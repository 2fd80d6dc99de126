import { type OptionsOf, openDatapath } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { fusedBusBits, fusedPositActDecoder } from './posit/fused-act-decoder.ts';
import { fusedPosits, weightPlaces } from './posit/fused-lanes.ts';
import { fusedPositProductBody } from './posit/fused-product-body.ts';
import { fusedPositWeightDecoder } from './posit/fused-weight-decoder.ts';
import { actStory, exampleProduct } from './scaled/story.ts';
import { signedWindowTerms, windowConstant } from './scaled/window.ts';

/**
 * One posit(8,1), two posit(4,1) or four posit(2,0) weights times one posit(8,1) activation. Throws CutToZero where nothing is
 * left of a lane.
 */
export function positFusedPlan(options: OptionsOf<'posit-fused'>): DatapathPlan {
  const datapath = openDatapath(options);
  const fused = fusedPosits(options);
  const windows = [fused.first, fused.second, fused.ternary, fused.ternary].map(
    ({ window }) => window,
  );
  const { weights, activation } = fused;
  return {
    storedBits: weightPlaces(fused).bits,
    busBits: fusedBusBits(fused),
    lanes: windows.length,
    productLatency: 0,
    weightDecoder: fusedPositWeightDecoder(fused),
    actDecoder: fusedPositActDecoder(
      fused,
      actStory(fused.first, datapath, [
        'Above them is the activation shifted to where lanes 2 and 3 add it, less 1 where it is negative.',
      ]),
    ),
    product: fusedPositProductBody(fused, [
      'Products of an activation (posit(8,1)) and one, two or four weights (posit(8,1), posit(4,1), posit(2,0)), all ' +
        'decoded: the bits that the sums of their lanes add, those of lane 0 low.',
      '',
      exampleProduct(weights['8'].format, activation.format, datapath),
    ]),
    terms: windows.flatMap(signedWindowTerms),
    constants: datapath.modes.map(() => windows.map(windowConstant)),
    hasNar: true,
  };
}
