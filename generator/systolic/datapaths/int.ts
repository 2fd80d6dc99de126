import type { OptionsOf } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { digitPlan } from './digit-plan.ts';
import { intArrayPlan, operandsText } from './int-array.ts';
import { intPairsPlan } from './int-pairs.ts';

/** Two's complement times two's complement. */
export function intPlan(options: OptionsOf<'int'>): DatapathPlan {
  switch (options.multiplier) {
    case 'array':
      return intArrayPlan(options);
    case 'booth':
      return boothPlan(options);
    case 'pairs':
      return intPairsPlan(options);
  }
}

/** Radix-4 digits of the weight, decoded before it is stored. */
function boothPlan(options: OptionsOf<'int'>): DatapathPlan {
  const { weightBits, activationBits, nonNegative } = options;
  const digits = Math.ceil(weightBits / 2);
  const count = digits === 1 ? 'a digit' : `${digits} digits`;
  return digitPlan(
    [{ bits: weightBits, lanes: 1 }],
    [String(weightBits)],
    { wordBits: activationBits, nonNegative },
    {
      weightDecoder: `Weight of ${weightBits} bits, two's complement, as PEs hold it: ${count} in radix 4.`,
      product: `Product of ${operandsText(options)}: ${count} in radix 4 times the activation.`,
    },
  );
}
