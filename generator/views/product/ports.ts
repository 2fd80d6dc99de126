import type { ArrayShape } from '../../config/array-shape.ts';
import type { Port } from '../../design.ts';
import { rangeName } from '../format-range.ts';
import { decodedPorts } from '../pe/ports.ts';
import type { Pe } from '../pe/widths.ts';
import { input, output, signedPort } from '../ports.ts';
import { lsbText } from '../text.ts';
import { addendWidth, hasHuge, hasLog, type LaneGroup } from './multiplier.ts';

/** Ports of a product: decoded operands in, what a partial sum adds out. */
export function productPorts(
  { activation }: ArrayShape,
  { first, lanes }: LaneGroup,
  pe: Pe,
): Port[] {
  const { widths, arithmetic } = pe;
  const lsb = lsbText(arithmetic.A);
  const act = decodedPorts('act', widths.actLog, logMeaning('activation', activation));
  const huge = hasHuge(pe);
  if (hasLog(first)) {
    return [
      ...decodedPorts('weight', widths.weightLog, logMeaning('weight', first.weight)),
      ...act,
      signedPort(output('addend_o', addendWidth(pe), `product less carry_o, ${lsb}`)),
      output('carry_o', 1, 'one LSB that the product has more'),
      ...(huge ? [output('huge_o', 1, 'the product alone does not fit the sum')] : []),
      output('nar_o', 1, 'an operand is NaR'),
    ];
  }
  const bits = lanes.length;
  return [
    input('weight_zero_i', bits, 'the weight is zero, the first lane in bit 0'),
    input('weight_nar_i', bits, 'the weight is NaR'),
    input('weight_sign_i', bits, '1: negative'),
    ...act,
    output('addend_o', bits * addendWidth(pe), `products less carry_o, ${lsb}`),
    output('carry_o', bits, 'one LSB that the product has more'),
    ...(huge ? [output('huge_o', bits, 'the product alone does not fit the sum')] : []),
    output('nar_o', bits, 'an operand is NaR'),
  ];
}

function logMeaning(operand: string, range: ArrayShape['activation']): string {
  return `log2 of the ${operand}, ${rangeName(range)}, ${lsbText(range.fractionBits)}`;
}
