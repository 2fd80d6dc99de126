import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { digitPlan } from './digit-plan.ts';

/** One, two or four two's complement weights in a word of 8 bits, times an int8. */
export function intFusedPlan({ modes }: OptionsOf<'int-fused'>): DatapathPlan {
  const layouts = modes.map((bits) => ({ bits, lanes: 8 / bits }));
  return digitPlan(
    layouts,
    modes.map(String),
    { wordBits: 8, nonNegative: false },
    {
      weightDecoder: ['x'],
      product: ['x'],
    },
  );
}
