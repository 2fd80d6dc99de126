import { productMagnitude } from '../../../golden/exact/index.ts';
import type { LaneShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import { shapeName } from '../decoder/view.ts';
import { rangeName } from '../format-range.ts';
import { negativeProduct } from '../pe/product-story.ts';
import { windowParameters } from '../pe/story.ts';
import type { Pe } from '../pe/widths.ts';
import { lsbText, type Parameter } from '../text.ts';
import { addendWidth, hasHuge, hasLog, type LaneGroup } from './multiplier.ts';

export function productStory(
  { shape, derived }: ArrayResolved,
  { first, lanes }: LaneGroup,
  pe: Pe,
): string[] {
  const activations = rangeName(shape.activation);
  const sum = `the partial sum, ${lsbText(derived.A)}`;
  const what = hasLog(first)
    ? [
        `Product of a weight (${rangeName(first.weight)}) and an activation (${activations}), both ` +
          'decoded: what a partial sum adds.',
        '',
        'Multiplying is one addition of logs. The fraction of that sum becomes a linear ' +
          `significand, its integer part the shift that aligns the significand to ${sum}.`,
      ]
    : [
        `Products of ${lanes.length} weights of 2 bits and an activation (${activations}), decoded: ` +
          'what the partial sums of their lanes add.',
        '',
        'Such a weight is 0, 1 or -1 and has no log: the magnitude of the activation, converted to ' +
          `linear and aligned to ${sum}, is made once and serves every lane.`,
      ];
  return [
    ...what,
    '',
    'A product is addend_o + carry_o: a negative magnitude is inverted, and the adder of the sum ' +
      'takes the 1 at its carry. Zero adds nothing; NaR adds nothing and raises nar_o.',
    ...(hasHuge(pe) ? ['', hugeStory(pe)] : []),
    '',
    productExample(first, pe),
  ];
}

function hugeStory({ arithmetic }: Pe): string {
  return (
    `Of a product beyond the ${arithmetic.P} bits of a sum only the sign counts: huge_o tells that ` +
    'the sum is clamped on its side.'
  );
}

/** One product of two words that the module may meet, by the golden model. */
export function productExample({ product }: LaneShape, { arithmetic }: Pe): string {
  const { weight, activation } = product;
  const { words, log, text } = negativeProduct(product, arithmetic, 'logs');
  const Fp = Math.max(weight.fractionBits, activation.fractionBits);
  const magnitude = productMagnitude(product, log * 2 ** Fp, true, false);
  const formats = `${shapeName(weight)} and ${shapeName(activation)}`;
  return `Example, ${formats}: ${words} ${text}, which adds ${-magnitude} LSBs.`;
}

export function productParameters({ lanes }: LaneGroup, pe: Pe): Parameter[] {
  const shared = lanes.length > 1;
  return [
    ...(shared
      ? [{ name: 'Lanes', value: lanes.length, why: 'lanes whose weights have no log' }]
      : []),
    ...windowParameters(pe, `the ${pe.arithmetic.P} bits of a sum`),
    ...(shared ? [{ name: 'AddendWidth', value: addendWidth(pe), why: addendStory(pe) }] : []),
  ];
}

function addendStory(pe: Pe): string {
  return addendWidth(pe) > pe.widths.magnitude
    ? 'magnitude and sign'
    : 'as the sum, which wraps around';
}
