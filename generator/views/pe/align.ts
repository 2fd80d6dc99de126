import { svLiteral, svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { declarations, slice } from '../text.ts';
import type { Alignment } from './alignment.ts';
import { read } from './pipeline.ts';
import { type Pe, type PeWidths, readsTiny } from './widths.ts';

export interface AlignView {
  readonly signals: readonly string[];
  readonly exponent: string;
  /** Empty where every product has the same exponent. */
  readonly shift: string;
  /** Empty where no product lies below the window. */
  readonly tiny: string;
  readonly kept: string;
  readonly window: string;
  readonly magnitude: string;
}

export function alignView({ resolved, alignment: aligned, widths, pipeline }: Pe): AlignView {
  const { shiftOffset, base, dropped, wraps } = aligned;
  const tiny = readsTiny(resolved.mac.align, aligned);
  const moves = widths.shiftAmount > 0;
  const exponent = widths.shift > 0 || aligned.huge === 'some';
  const placed = svZeroExtend(
    read(pipeline, 'kept', 'accumulate'),
    widths.significand,
    widths.window,
    Math.max(0, base),
  );
  return {
    signals: declarations([
      ...(exponent
        ? [
            {
              name: 'exponent',
              width: widths.exponent === widths.logSum ? 'LogSumWidth' : 'ExponentWidth',
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
      {
        name: 'window',
        width: 'WindowWidth',
        meaning: dropped > 0 ? `${dropped} bits below the LSB of the sum` : 'in LSBs of the sum',
      },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: 'in LSBs of the sum, cut' },
    ]),
    exponent: exponent
      ? `log_sum${widths.exponent === widths.logSum ? '' : '[LogSumWidth-1:LogFraction]'}`
      : '',
    shift: widths.shift > 0 ? shiftExpression(widths, shiftOffset) : '',
    tiny: tiny ? 'shift[ShiftWidth-1]' : '',
    kept: wraps ? '(live && !tiny)' : 'live',
    window: moves ? `${placed} << ${read(pipeline, 'shift', 'accumulate')}` : placed,
    magnitude: magnitudeExpression(aligned),
  };
}

function shiftMeaning(aligned: Alignment, signed: boolean): string {
  const wrapped = aligned.tiny && !signed;
  return wrapped ? 'left shift; below 0: window empty' : 'left shift in the window';
}

function magnitudeExpression({ dropped, magnitude, window }: Alignment): string {
  if (dropped > 0) return 'window[DroppedBits +: MagnitudeWidth]';
  return window === magnitude ? 'window' : 'window[MagnitudeWidth-1:0]';
}

function shiftExpression({ exponent, shift }: PeWidths, offset: number): string {
  const extended =
    shift < exponent ? slice('exponent', shift - 1, 0) : svSignExtend('exponent', exponent, shift);
  if (offset === 0) return extended;
  const [sign, amount] = offset < 0 ? ['-', -offset] : ['+', offset];
  return `${extended} ${sign} ${svLiteral(amount % 2 ** shift, shift)}`;
}
