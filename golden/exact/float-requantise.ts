import type { FloatMacState } from './float-mac.ts';
import type { FloatRequantiseParameters } from './float-parameters.ts';
import { wordOfMagnitude } from './requantise.ts';

/** The output word of a floating sum and its flag (section 4, p - A being e). */
export function floatRequantise(
  parameters: FloatRequantiseParameters,
  { sum, nar }: FloatMacState,
): number {
  if (nar) return parameters.output.narWord;
  if (sum.kind === 'zero' || (parameters.relu && sum.sign === 1)) return 0;
  return wordOfMagnitude(parameters, sum.sign, sum.exponent, sum.significand);
}
