import type { LpFormat } from '../../../golden/format.ts';

export type Operand = 'weight' | 'activation';

/** A decoder of fixed formats: the end of its module's name, its format, whose words it reads. */
export interface OperandDecoder {
  readonly suffix: string;
  readonly format: LpFormat;
  readonly serves: readonly Operand[];
}

/** One decoder serves both operands where their formats differ in nothing but sf. */
export function operandDecoders(weight: LpFormat, activation: LpFormat): OperandDecoder[] {
  const shared = (['n', 'es', 'rs'] as const).every((key) => weight[key] === activation[key]);
  if (shared) return [{ suffix: 'decoder', format: weight, serves: ['weight', 'activation'] }];
  return [
    { suffix: 'weight_decoder', format: weight, serves: ['weight'] },
    { suffix: 'act_decoder', format: activation, serves: ['activation'] },
  ];
}
