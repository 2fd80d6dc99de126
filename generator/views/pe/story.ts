import { productMagnitude } from '../../../golden/exact/index.ts';
import type { FixedResolved } from '../../config/resolve.ts';
import { shapeName } from '../decoder/view.ts';
import { lsbText, type Parameter } from '../text.ts';
import { guarantee } from './guarantee.ts';
import { negativeProduct, operandStory, productParameters, timingStory } from './product-story.ts';
import { shiftWidthName } from './values.ts';
import type { Pe } from './widths.ts';

export function peStory({ resolved }: Pe): string[] {
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
    exampleProduct(resolved),
  ];
}

/** What one product of this very configuration adds, by the golden model. */
function exampleProduct(resolved: FixedResolved): string {
  const { words, logSum, text } = negativeProduct(resolved);
  const magnitude = productMagnitude(resolved.mac, logSum, true, false);
  return `Example: ${words} ${text}, which adds ${-magnitude} LSBs.`;
}

export function peParameters({ resolved, alignment: aligned, widths, pipeline }: Pe): Parameter[] {
  const { P } = resolved.derived;
  const shift = [{ name: 'ShiftWidth', value: widths.shift, why: `up to ${aligned.shiftMax}` }];
  const amount =
    shiftWidthName(widths) === 'ShiftAmountWidth' && widths.shiftAmount > 0
      ? [{ name: 'ShiftAmountWidth', value: widths.shiftAmount, why: 'shift within the window' }]
      : [];
  const dropped = [
    { name: 'DroppedBits', value: aligned.dropped, why: 'window bits below the LSB of the sum' },
  ];
  return [
    ...productParameters({ resolved, widths, pipeline }),
    ...(widths.shift > 0 ? shift : []),
    ...(amount.length > 0 && pipeline.cuts.includes('accumulate') ? amount : []),
    ...(aligned.dropped > 0 ? dropped : []),
    { name: 'MagnitudeWidth', value: widths.magnitude, why: 'largest product, at most AccWidth' },
    { name: 'WindowWidth', value: widths.window, why: 'magnitude and what lies below it' },
    { name: 'AccWidth', value: P, why: 'P' },
    ...(widths.sum > P
      ? [{ name: 'SumWidth', value: widths.sum, why: 'sum before clamping' }]
      : []),
  ];
}
