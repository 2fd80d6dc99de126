import type { ModuleDescription } from '../../generator/design.ts';
import { decodeTable } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { bytesOf } from '../limbs.ts';
import { decodedRecord } from '../stimulus/decoded.ts';
import { takesLogs } from '../unit.ts';
import type { Workload } from '../workload.ts';

/** How a PE takes its operands. The checks ask in operand words, whatever it is. */
export interface OperandForm {
  /** Names of the operand words in an explanation. */
  readonly weightName: string;
  readonly activationName: string;
  /** What the driver must know to decode operand words; none where the PE does it. */
  readonly prologue?: () => Uint8Array;
}

export const WORD_OPERANDS: OperandForm = { weightName: 'weight_i', activationName: 'act_i' };

interface Operands {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
}

/** The form that the ports of a PE ask for. */
export function operandForm(
  pe: Pick<ModuleDescription, 'ports'>,
  { weight, activation }: Operands,
): OperandForm {
  if (!takesLogs(pe)) return WORD_OPERANDS;
  return {
    weightName: 'weight word',
    activationName: 'act word',
    prologue: () =>
      bytesOf(Uint32Array.of(weight.n, activation.n, ...decoded(weight), ...decoded(activation))),
  };
}

/** The part of a workload that tells the driver. */
export function prologueOf({ prologue }: OperandForm): Pick<Workload, 'prologue'> {
  return prologue === undefined ? {} : { prologue };
}

function decoded(format: LpFormat): Uint32Array {
  const table = decodeTable(format);
  return Uint32Array.from(table.kind, (_, word) => decodedRecord(table, word));
}
