import type { DatapathOptions } from '../../../golden/datapaths/options.ts';
import type { DatapathPlan } from '../datapath.ts';

/** The RTL of a datapath. */
export function planDatapath(options: DatapathOptions): DatapathPlan {
  switch (options.kind) {
    default:
      throw new TypeError(`no RTL for datapath ${options.kind}`);
  }
}
