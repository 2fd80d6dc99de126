import { svLiteral, svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { caseTable } from '../case-table.ts';
import { FRACTION_SIGNALS, fractionExpression, LOG_SIGNAL, type LogView } from '../encoder/log.ts';
import { leadingZeros } from '../normalise.ts';
import { assignments, declarations, lsbText } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';

/** Specification, section 4, steps 2 and 3, with c from the channel. */
export function unifiedLogView({ resolved, widths, table }: UnifiedEncoder): LogView {
  const { shape, arithmetic } = resolved;
  const { fraction, inputBits, accumulatorFraction } = arithmetic;
  const { magnitude, position, octave, log } = widths;
  const highest = svLiteral(magnitude - 1 - accumulatorFraction, octave, 'signed');
  const terms = [
    svSignExtend('octave', octave, log, fraction),
    ...(table === null ? [] : [svZeroExtend('fraction_log', fraction + 1, log)]),
    svSignExtend('scale_i', shape.scaleWidth, log),
  ];
  return {
    story: `log2 of the magnitude and the channel's scale, ${lsbText(fraction)}.`,
    signals: declarations([
      { name: 'leading_zeros', width: 'PositionWidth', meaning: 'of the magnitude' },
      { name: 'octave', width: 'OctaveWidth', meaning: "of the leading one, two's complement" },
      ...(table === null ? [] : FRACTION_SIGNALS),
      LOG_SIGNAL,
    ]),
    assignments: assignments({
      leading_zeros: `{${leadingZeros(magnitude)}}`,
      octave: `${highest} - ${svZeroExtend('leading_zeros', position, octave)}`,
      ...(table === null ? {} : { fraction: fractionExpression('normal_0', magnitude, inputBits) }),
    }),
    table: table === null ? null : caseTable(table, fraction + 1),
    sum: terms.join(' + '),
  };
}
