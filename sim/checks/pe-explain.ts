import type { MacParameters } from '../../golden/exact/mac.ts';
import { signedText, wordText } from '../explain.ts';
import { readLimbs } from '../limbs.ts';
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
  { weight, activation, accumulatorWidth }: MacParameters,
  operands: OperandForm,
  inputs: PeInputs,
  { expected, got }: Difference,
): Explanation {
  const wanted = outputs(expected, accumulatorWidth);
  const seen = outputs(got, accumulatorWidth);
  return {
    inputs: {
      ...inputs.controls,
      [operands.weightName]: wordText(weight, inputs.weight),
      [operands.activationName]: wordText(activation, inputs.activation),
      ...inputs.sum,
    },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}

/** The accumulator in an integer or in a record of words, in decimal and hexadecimal. */
export function sumText(sum: bigint | Uint32Array, width: number): string {
  return signedText(typeof sum === 'bigint' ? sum : readLimbs(sum, 0, sum.length), width);
}

function outputs(record: Uint32Array, width: number): Record<string, string> {
  const bits = readLimbs(record, 0, record.length);
  return { acc_o: signedText(bits, width), nar_o: String(bits >> BigInt(width)) };
}
