import { antilog } from '../../../golden/exact/index.ts';
import type { FloatResolved } from '../../config/resolve.ts';
import { shapeName } from '../decoder/view.ts';
import type { ProductArithmetic } from '../pe/arithmetic.ts';
import {
  negativeProduct,
  operandStory,
  productParameters,
  timingStory,
} from '../pe/product-story.ts';
import type { Parameter } from '../text.ts';
import type { FloatPe } from './float.ts';

export function floatPeStory({ resolved, arithmetic }: FloatPe): string[] {
  const { mac, derived } = resolved;
  const { E, W } = derived;
  return [
    `Processing element: multiplies ${shapeName(mac.weight)} weights by ` +
      `${shapeName(mac.activation)} activations and sums the products in floating point.`,
    '',
    ...operandStory(resolved),
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, ' +
      'its integer part is the exponent.',
    '',
    `The partial sum is {sign, e, M}: ${E} bits of exponent, ${W} of significand, and the value ` +
      `(-1)^sign * M * 2^(e - ${W - 1}), M with its top bit set; zero is all bits 0. Of two operands ` +
      'the one with the smaller exponent is shifted right, and what falls below the other one is cut: ' +
      'a long sum of one sign stops growing. No sum from a start value in this form overflows e. NaR ' +
      'in either operand raises a flag that stays until the next sum starts; zero adds nothing.',
    '',
    ...timingStory(resolved),
    exampleProduct(resolved, arithmetic),
  ];
}

/** One product of this very configuration, by the golden model's antilog. */
function exampleProduct(
  { config, mac, derived }: FloatResolved,
  arithmetic: ProductArithmetic,
): string {
  const { Fp, G, W } = derived;
  const { words, log, text } = negativeProduct(mac, arithmetic, config.pe.operands);
  const e = Math.floor(log);
  const significand = antilog(mac.converter, G, Fp, (log - e) * 2 ** Fp);
  const M = (significand << BigInt(W - 1)) >> BigInt(G);
  return `Example: ${words} ${text}, which is sign 1, e ${e}, M ${M}.`;
}

export function floatPeParameters(pe: FloatPe): Parameter[] {
  const { widths } = pe;
  const { sumExponent, sumSignificand, acc, total, leadingZeros } = widths;
  return [
    ...productParameters(pe),
    { name: 'SumExponentWidth', value: sumExponent, why: 'E, so wide that e cannot overflow' },
    { name: 'SumSignificandWidth', value: sumSignificand, why: 'W' },
    { name: 'AccWidth', value: acc, why: 'sign, exponent, significand' },
    { name: 'DifferenceWidth', value: sumExponent + 1, why: 'between two exponents' },
    { name: 'TotalWidth', value: total, why: 'sum of two significands' },
    { name: 'LeadingZerosWidth', value: leadingZeros, why: `0 to ${total - 1}` },
  ];
}
