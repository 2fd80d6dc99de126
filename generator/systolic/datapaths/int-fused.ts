import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { digitPlan } from './digit-plan.ts';

/** One weight of 8 bits, two of 4 or four of 2 in a word, times an int8. */
export function intFusedPlan({ modes }: OptionsOf<'int-fused'>): DatapathPlan {
  return fusedDigitPlan(modes);
}

const WEIGHTS = { 8: 'one weight of 8 bits', 4: 'two of 4 bits', 2: 'four of 2 bits' } as const;

/** Every weight has its digits in radix 4; in whose sums they are depends on the mode. */
export function fusedDigitPlan(modes: readonly (8 | 4 | 2)[]): DatapathPlan {
  const words = modes.map((bits) => WEIGHTS[bits]).join(' or ');
  return digitPlan(
    modes.map((bits) => ({ bits, lanes: 8 / bits })),
    modes.map(String),
    { wordBits: 8, nonNegative: false },
    {
      weightDecoder: `Word of ${words}, two's complement, as PEs hold it: four digits in radix 4.`,
      product:
        `Product of ${words} and an activation of 8 bits: four digits in radix 4 times the ` +
        'activation, each in the sum of its weight.',
    },
  );
}
