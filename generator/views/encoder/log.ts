import { isFloat } from '../../../golden/exact/float-parameters.ts';
import { svLiteral, svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { type CaseTable, caseTable } from '../case-table.ts';
import { leadingZeros } from '../normalise.ts';
import { assignments, declarations, lsbText, type Signal, slice } from '../text.ts';
import type { Encoder } from './describe.ts';

export interface LogView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Position or exponent of the leading one, and the bits behind it, where they matter. */
  readonly assignments: readonly string[];
  /** Null where the bits below the leading one do not matter. */
  readonly table: CaseTable | null;
  readonly sum: string;
}

/** What log2(1 + fraction) is looked up with. */
export const FRACTION_SIGNALS: readonly Signal[] = [
  { name: 'fraction', width: 'InputBits', meaning: 'bits behind the leading one' },
  { name: 'fraction_log', width: 'FractionLogWidth', meaning: 'log2(1 + fraction)' },
];

export const LOG_SIGNAL: Signal = {
  name: 'log',
  width: 'LogWidth',
  signed: true,
  meaning: 'log2 of the scaled magnitude',
};

export function logView({ resolved, range, widths, table }: Encoder): LogView {
  const { fraction, inputBits } = resolved.requantise;
  const { magnitude, position, log } = widths;
  const exponentBits = isFloat(resolved.requantise) ? resolved.requantise.exponentBits : 0;
  const normalised = exponentBits > 0 ? 'magnitude' : 'normal_0';
  const terms = [
    ...(exponentBits > 0 ? [svSignExtend('exponent', exponentBits, log, fraction)] : []),
    ...(position > 0 ? [svZeroExtend('position', position, log, fraction)] : []),
    ...(table === null ? [] : [svZeroExtend('fraction_log', fraction + 1, log)]),
  ];
  const constant = svLiteral(abs(range.offset), log);
  const sign = range.offset < 0n ? '-' : '+';
  return {
    story: `log2 of the magnitude and the scale, ${lsbText(fraction)}.`,
    signals: declarations([
      ...(exponentBits > 0
        ? [{ name: 'exponent', width: 'ExponentWidth', signed: true, meaning: 'of the sum' }]
        : []),
      ...(position > 0
        ? [
            { name: 'leading_zeros', width: 'PositionWidth', meaning: 'of the magnitude' },
            { name: 'position', width: 'PositionWidth', meaning: 'of the leading one' },
          ]
        : []),
      ...(table === null ? [] : FRACTION_SIGNALS),
      LOG_SIGNAL,
    ]),
    assignments: assignments({
      ...(exponentBits > 0
        ? { exponent: slice('acc_i', magnitude + exponentBits - 1, magnitude) }
        : {}),
      ...(position > 0
        ? {
            leading_zeros: `{${leadingZeros(magnitude)}}`,
            position: `${svLiteral(magnitude - 1, position)} - leading_zeros`,
          }
        : {}),
      ...(table === null ? {} : { fraction: fractionExpression(normalised, magnitude, inputBits) }),
    }),
    table: table === null ? null : caseTable(table, fraction + 1),
    sum:
      terms.length === 0
        ? svLiteral(range.offset, log, 'signed')
        : `${terms.join(' + ')}${range.offset === 0n ? '' : ` ${sign} ${constant}`}`,
  };
}

/** The X bits behind the leading one of a normalised magnitude, missing low bits 0. */
export function fractionExpression(name: string, magnitude: number, inputBits: number): string {
  const available = magnitude - 1;
  if (available === 0) return svLiteral(0, inputBits);
  if (inputBits <= available) return slice(name, available - 1, available - inputBits);
  return `{${slice(name, available - 1, 0)}, ${svLiteral(0, inputBits - available)}}`;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
