import { alignColumns } from '../../../system/text.ts';
import type { Term } from '../datapath.ts';

/** Neighbouring bits of a product's terms that are one number. */
export interface Field {
  readonly lane: number;
  /** Position of the lowest bit. */
  readonly position: number;
  readonly width: number;
  readonly form: FieldForm;
  /** Indices of the modes in which it counts; in others its bits are 0. */
  readonly modes: readonly number[];
  /** SystemVerilog expression of the bits. */
  readonly value: string;
}

/**
 * Bits as they are; two's complement, the sign inverted; or the latter and one less than the number that is meant. What is
 * missing is a constant.
 */
export type FieldForm = 'plain' | 'signed' | 'less-one';

/** What each bit is worth, the first field's lowest bit first. */
export function termsOf(fields: readonly Field[]): Term[] {
  return fields.flatMap(({ lane, position, width }) =>
    Array.from({ length: width }, (_, bit) => ({ lane, position: position + bit })),
  );
}

/** What is to be added to the fields for the numbers that they mean, by mode and lane. */
export function constantsOf(fields: readonly Field[], modes: number, lanes: number): bigint[][] {
  return Array.from({ length: modes }, (_, mode) =>
    Array.from({ length: lanes }, (_, lane) =>
      fields
        .filter((field) => field.lane === lane && field.modes.includes(mode))
        .reduce((sum, field) => sum + (constantOf(field) << BigInt(field.position)), 0n),
    ),
  );
}

/** An inverted sign s is 1 - s. */
function constantOf({ width, form }: Field): bigint {
  const sign = 1n << BigInt(width - 1);
  return { plain: 0n, signed: -sign, 'less-one': 1n - sign }[form];
}

/** Lines of a concatenation of fields: the last one comes first. */
export function fieldLines(fields: readonly Field[]): string[] {
  const severalLanes = fields.some(({ lane }) => lane > 0);
  const lines = fields.map(({ lane, position, value }, index) => [
    `${value}${index === 0 ? '' : ','}`,
    `// ${severalLanes ? `lane ${lane}, ` : ''}times 2^${position}`,
  ]);
  return alignColumns(lines.toReversed());
}
