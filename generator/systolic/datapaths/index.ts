import type { DatapathOptions } from '../../../golden/datapaths/options.ts';
import type { DatapathPlan } from '../datapath.ts';
import { intPlan } from './int.ts';

/** The RTL of a datapath. */
export function planDatapath(options: DatapathOptions): DatapathPlan {
  switch (options.kind) {
    case 'int':
      return intPlan(options);
    default:
      throw new TypeError(`no RTL for datapath ${options.kind}`);
  }
}
