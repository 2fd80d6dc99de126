import type { Mac } from '../../golden/exact/index.ts';
import { wordText } from '../explain.ts';
import { readLimbs } from '../limbs.ts';
import { macSumForm, type SumForm, sumText } from '../sum-form.ts';
import { type Difference, differingFields, type Explanation } from '../workload.ts';
import type { OperandForm } from './operand-form.ts';

export interface PeInputs {
  readonly weight: number;
  readonly activation: number;
  /** rst_ni, en_i and first_i. */
  readonly controls: Readonly<Record<string, string>>;
  /** What the product is added to. */
  readonly sum: Readonly<Record<string, string>>;
}

/** A wrong record of a PE, field by field. */
export function explainRecord(
  parameters: Mac,
  operands: OperandForm,
  inputs: PeInputs,
  { expected, got }: Difference,
): Explanation {
  const form = macSumForm(parameters);
  const wanted = outputs(expected, form);
  const seen = outputs(got, form);
  return {
    inputs: {
      ...inputs.controls,
      [operands.weightName]: wordText(parameters.weight, inputs.weight),
      [operands.activationName]: wordText(parameters.activation, inputs.activation),
      ...inputs.sum,
    },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}

/** The sum in a record of words. */
export function recordText(parameters: Mac, record: Uint32Array): string {
  return sumText(macSumForm(parameters), readLimbs(record, 0, record.length));
}

function outputs(record: Uint32Array, form: SumForm): Record<string, string> {
  const bits = readLimbs(record, 0, record.length);
  return { acc_o: sumText(form, bits), nar_o: String(bits >> BigInt(form.bits)) };
}
