import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { antPlan } from './ant.ts';
import { fusedDigitPlan } from './int-fused.ts';

/** One weight of 8 bits or two of 4, which may be of other types than integers. */
export function intUnitsPlan({ types }: OptionsOf<'int-units'>): DatapathPlan {
  return types === 'ant' ? antPlan() : fusedDigitPlan([8, 4]);
}
