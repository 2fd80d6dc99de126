import { svLiteral, svZeroExtend } from '../../systemverilog.ts';
import { type CaseTable, caseTable } from '../case-table.ts';
import { declarations, lsbText, slice } from '../text.ts';
import type { Encoder } from './describe.ts';

export interface LogView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Empty where the magnitude is a single bit. */
  readonly position: string;
  /** Null where the bits below the leading one do not matter. */
  readonly table: TableView | null;
  readonly sum: string;
}

interface TableView extends CaseTable {
  readonly fraction: string;
}

export function logView({ resolved, range, widths, table }: Encoder): LogView {
  const { fraction, inputBits } = resolved.requantise;
  const { magnitude, position, log } = widths;
  const terms = [
    ...(position > 0 ? [svZeroExtend('position', position, log, fraction)] : []),
    ...(table === null ? [] : [svZeroExtend('fraction_log', fraction + 1, log)]),
  ];
  const constant = svLiteral(abs(range.offset), log);
  const sign = range.offset < 0n ? '-' : '+';
  return {
    story: `log2 of the magnitude and the scale, ${lsbText(fraction)}.`,
    signals: declarations([
      ...(position > 0
        ? [
            { name: 'leading_zeros', width: 'PositionWidth', meaning: 'of the magnitude' },
            { name: 'position', width: 'PositionWidth', meaning: 'of the leading one' },
          ]
        : []),
      ...(table === null
        ? []
        : [
            { name: 'fraction', width: 'InputBits', meaning: 'bits behind the leading one' },
            { name: 'fraction_log', width: 'FractionLogWidth', meaning: 'log2(1 + fraction)' },
          ]),
      { name: 'log', width: 'LogWidth', signed: true, meaning: 'log2 of the scaled magnitude' },
    ]),
    position: position > 0 ? `${svLiteral(magnitude - 1, position)} - leading_zeros` : '',
    table:
      table === null
        ? null
        : {
            fraction: fractionExpression(magnitude, inputBits),
            ...caseTable(table, fraction + 1),
          },
    sum:
      terms.length === 0
        ? svLiteral(range.offset, log, 'signed')
        : `${terms.join(' + ')}${range.offset === 0n ? '' : ` ${sign} ${constant}`}`,
  };
}

/** The X bits behind the leading one of a normalised magnitude, missing low bits 0. */
function fractionExpression(magnitude: number, inputBits: number): string {
  const available = magnitude - 1;
  if (available === 0) return svLiteral(0, inputBits);
  if (inputBits <= available) return slice('normal_0', available - 1, available - inputBits);
  return `{${slice('normal_0', available - 1, 0)}, ${svLiteral(0, inputBits - available)}}`;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
