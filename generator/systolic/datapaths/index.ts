import type { DatapathOptions } from '../../../golden/datapaths/options.ts';
import type { DatapathPlan } from '../datapath.ts';
import { intPlan } from './int.ts';
import { intFusedPlan } from './int-fused.ts';
import { lpLinearPlan } from './lp-linear.ts';
import { lpLogPlan } from './lp-log.ts';

/** The RTL of a datapath. */
export function planDatapath(options: DatapathOptions): DatapathPlan {
  switch (options.kind) {
    case 'int':
      return intPlan(options);
    case 'lp-linear':
      return lpLinearPlan(options);
    case 'lp-log':
      return lpLogPlan(options);
    case 'int-fused':
      return intFusedPlan(options);
    default:
      throw new TypeError(`no RTL for datapath ${options.kind}`);
  }
}
