import { alignment } from './alignment.ts';
import type { SumArithmetic } from './arithmetic.ts';
import type { Phase } from './pipeline.ts';
import { fixedValues, type OperandForm } from './values.ts';
import { type Pe, peWidths, productWidths } from './widths.ts';

/** What the sections from the operands to a fixed-point sum are made from. */
export function fixedPe(
  arithmetic: SumArithmetic,
  operandForm: OperandForm,
  cuts: readonly Phase[],
): Pe {
  const product = productWidths(arithmetic);
  const aligned = alignment(arithmetic, product);
  const widths = peWidths(arithmetic, product, aligned);
  const values = fixedValues(operandForm, arithmetic, cuts, aligned, widths);
  return { arithmetic, alignment: aligned, widths, pipeline: { cuts, values } };
}
