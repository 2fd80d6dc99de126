import { productMagnitude } from '../../../golden/exact/index.ts';
import type { FixedResolved } from '../../config/resolve.ts';
import { shapeName } from '../decoder/view.ts';
import { lsbText, type Parameter } from '../text.ts';
import type { SumArithmetic } from './arithmetic.ts';
import { guarantee } from './guarantee.ts';
import { negativeProduct, operandStory, productParameters, timingStory } from './product-story.ts';
import { shiftWidthName } from './values.ts';
import type { Pe } from './widths.ts';

export function peStory(resolved: FixedResolved, { arithmetic }: Pe): string[] {
  const { mac, derived } = resolved;
  return [
    `Processing element: multiplies ${shapeName(mac.weight)} weights by ` +
      `${shapeName(mac.activation)} activations and sums the products.`,
    '',
    ...operandStory(resolved),
    'Multiplying is one addition of logs. The fraction of that sum becomes a linear significand, ' +
      'its integer part the shift that aligns the significand to the partial sum.',
    '',
    `The partial sum has ${derived.P} bits, ${lsbText(derived.A)}: ${guarantee(resolved)}. NaR in either ` +
      'operand raises a flag that stays until the next sum starts; zero adds nothing.',
    '',
    ...timingStory(resolved),
    exampleProduct(resolved, arithmetic),
  ];
}

/** What one product of this very configuration adds, by the golden model. */
function exampleProduct({ config, mac }: FixedResolved, arithmetic: SumArithmetic): string {
  const { words, log, text } = negativeProduct(mac, arithmetic, config.pe.operands);
  const magnitude = productMagnitude(mac, log * 2 ** arithmetic.Fp, true, false);
  return `Example: ${words} ${text}, which adds ${-magnitude} LSBs.`;
}

export function peParameters(pe: Pe): Parameter[] {
  const { P } = pe.arithmetic;
  const { sum } = pe.widths;
  return [
    ...windowParameters(pe, 'AccWidth'),
    { name: 'AccWidth', value: P, why: 'P' },
    ...(sum > P ? [{ name: 'SumWidth', value: sum, why: 'sum before clamping' }] : []),
  ];
}

/** Widths up to the magnitude that is added to a sum. */
export function windowParameters(pe: Pe, accumulatorWidth: string): Parameter[] {
  const { alignment: aligned, widths, pipeline } = pe;
  const shift = [{ name: 'ShiftWidth', value: widths.shift, why: `up to ${aligned.shiftMax}` }];
  const amount =
    shiftWidthName(widths) === 'ShiftAmountWidth' && widths.shiftAmount > 0
      ? [{ name: 'ShiftAmountWidth', value: widths.shiftAmount, why: 'shift within the window' }]
      : [];
  const dropped = [
    { name: 'DroppedBits', value: aligned.dropped, why: 'window bits below the LSB of the sum' },
  ];
  return [
    ...productParameters(pe),
    ...(widths.shift > 0 ? shift : []),
    ...(amount.length > 0 && pipeline.cuts.includes('accumulate') ? amount : []),
    ...(aligned.dropped > 0 ? dropped : []),
    {
      name: 'MagnitudeWidth',
      value: widths.magnitude,
      why: `largest product, at most ${accumulatorWidth}`,
    },
    { name: 'WindowWidth', value: widths.window, why: 'magnitude and what lies below it' },
  ];
}
