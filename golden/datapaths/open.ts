import type { Datapath } from './datapath.ts';
import * as linear from './linear.ts';
import { lmul } from './lmul.ts';
import { lp, lpFused } from './lp.ts';
import type { DatapathOptions } from './options.ts';

/** The model of a datapath. Throws FormatError for a posit or LP that does not exist. */
export function openDatapath(options: DatapathOptions): Datapath {
  switch (options.kind) {
    case 'int':
      return linear.int(options);
    case 'int-fused':
      return linear.intFused(options);
    case 'int-units':
      return linear.intUnits(options);
    case 'float':
      return linear.float(options);
    case 'fp4-prepared':
      return linear.preparedFp4(options);
    case 'posit':
      return linear.positPair(options);
    case 'posit-fused':
      return linear.positFused(options);
    case 'pot':
      return linear.pot(options);
    case 'flint':
      return linear.flint(options);
    case 'lmul':
      return lmul(options);
    case 'lp-log':
    case 'lp-linear':
      return lp(options);
    case 'lp-fused':
      return lpFused(options);
  }
}
