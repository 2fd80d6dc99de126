import type { DatapathOptions } from '../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../systolic/datapath.ts';
import { CutToZero } from '../systolic/datapaths/cut-to-zero.ts';
import { planDatapath } from '../systolic/datapaths/index.ts';
import { optionFailure } from './option-failure.ts';
import { MOST_FRACTION } from './systolic-schema.ts';

type CutOptions = Extract<DatapathOptions, { readonly fraction: number }>;

/** The plan of a datapath. Throws Failure (input) where nothing is left of the products of a lane. */
export function planRequired(options: DatapathOptions): DatapathPlan {
  // Other kinds cut nothing.
  if (!('fraction' in options)) return planDatapath(options);
  return planUnlessCut(options) ?? refuse(options);
}

function refuse(options: CutOptions): never {
  const { fraction } = options;
  const cut = `every product is cut to 0 in LSBs of 2^${-fraction}`;
  for (let enough = fraction + 1; enough <= MOST_FRACTION; enough += 1) {
    if (planUnlessCut({ ...options, fraction: enough }) === null) continue;
    throw optionFailure('datapath.fraction', `must be at least ${enough}`, fraction, cut);
  }
  // Only what is left by a clip is so small.
  const clip = 'clip' in options ? JSON.stringify(options.clip) : undefined;
  throw optionFailure('datapath.clip', 'must leave larger words', clip, cut);
}

/** null where every product is cut to 0. */
function planUnlessCut(options: CutOptions): DatapathPlan | null {
  try {
    return planDatapath(options);
  } catch (error) {
    if (error instanceof CutToZero) return null;
    throw error;
  }
}
