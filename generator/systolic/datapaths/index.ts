import type { DatapathOptions } from '../../../golden/datapaths/options.ts';
import type { DatapathPlan } from '../datapath.ts';
import { flintPlan } from './flint.ts';
import { floatPlan } from './float.ts';
import { preparedFp4Plan } from './fp4-prepared.ts';
import { intPlan } from './int.ts';
import { intFusedPlan } from './int-fused.ts';
import { intUnitsPlan } from './int-units.ts';
import { lmulPlan } from './lmul.ts';
import { lpFusedPlan } from './lp-fused.ts';
import { lpLinearPlan } from './lp-linear.ts';
import { lpLogPlan } from './lp-log.ts';
import { positPlan } from './posit.ts';
import { positFusedPlan } from './posit-fused.ts';
import { potPlan } from './pot.ts';

/** The RTL of a datapath. */
export function planDatapath(options: DatapathOptions): DatapathPlan {
  switch (options.kind) {
    case 'int':
      return intPlan(options);
    case 'lp-fused':
      return lpFusedPlan(options);
    case 'lp-linear':
      return lpLinearPlan(options);
    case 'lp-log':
      return lpLogPlan(options);
    case 'int-fused':
      return intFusedPlan(options);
    case 'int-units':
      return intUnitsPlan(options);
    case 'pot':
      return potPlan(options);
    case 'flint':
      return flintPlan(options);
    case 'lmul':
      return lmulPlan(options);
    case 'fp4-prepared':
      return preparedFp4Plan(options);
    case 'posit-fused':
      return positFusedPlan(options);
    case 'posit':
      return positPlan(options);
    case 'float':
      return floatPlan(options);
  }
}
