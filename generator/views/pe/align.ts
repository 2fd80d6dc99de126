import { svLiteral, svSignExtend } from '../../systemverilog.ts';
import { assignments, declarations, slice } from '../text.ts';
import type { Alignment } from './alignment.ts';
import { type Pe, type PeWidths, readsTiny } from './widths.ts';

/** How far the significand moves, and whether it counts. */
export interface AlignView {
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
}

export function alignView({ arithmetic, alignment: aligned, widths }: Pe): AlignView {
  const tiny = readsTiny(arithmetic.align, aligned);
  const exponent = widths.shift > 0 || aligned.huge === 'some';
  const isWhole = widths.exponent === widths.logSum;
  return {
    signals: declarations([
      ...(exponent
        ? [
            {
              name: 'exponent',
              width: isWhole ? 'LogSumWidth' : 'ExponentWidth',
              signed: true,
              meaning: 'floor of the log',
            },
          ]
        : []),
      ...(widths.shift > 0
        ? [
            {
              name: 'shift',
              width: 'ShiftWidth',
              signed: tiny,
              meaning: shiftMeaning(aligned, tiny),
            },
          ]
        : []),
      ...(tiny ? [{ name: 'tiny', meaning: 'the product lies below the window' }] : []),
      { name: 'kept', width: 'SignificandWidth', meaning: 'significand; 0 where nothing is added' },
    ]),
    assignments: assignments({
      ...(exponent ? { exponent: `log_sum${isWhole ? '' : '[LogSumWidth-1:LogFraction]'}` } : {}),
      ...(widths.shift > 0 ? { shift: shiftExpression(widths, aligned.shiftOffset) } : {}),
      ...(tiny ? { tiny: 'shift[ShiftWidth-1]' } : {}),
      kept: `${aligned.wraps ? '(live && !tiny)' : 'live'} ? significand : '0`,
    }),
  };
}

function shiftMeaning(aligned: Alignment, signed: boolean): string {
  const wrapped = aligned.tiny && !signed;
  return wrapped ? 'left shift; below 0: window empty' : 'left shift in the window';
}

function shiftExpression({ exponent, shift }: PeWidths, offset: number): string {
  const extended =
    shift < exponent ? slice('exponent', shift - 1, 0) : svSignExtend('exponent', exponent, shift);
  if (offset === 0) return extended;
  const [sign, amount] = offset < 0 ? ['-', -offset] : ['+', offset];
  return `${extended} ${sign} ${svLiteral(amount % 2 ** shift, shift)}`;
}
