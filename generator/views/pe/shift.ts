import { svZeroExtend } from '../../systemverilog.ts';
import { declarations } from '../text.ts';
import type { Alignment } from './alignment.ts';
import { read } from './pipeline.ts';
import type { Pe } from './widths.ts';

/** The significand in a window that reaches below the LSB of the sum, and what of it is added. */
export interface ShiftView {
  readonly signals: readonly string[];
  readonly window: string;
  readonly magnitude: string;
}

export function shiftView({ alignment: aligned, widths, pipeline }: Pe): ShiftView {
  const { base, dropped } = aligned;
  const kept = read(pipeline, 'kept', 'accumulate');
  const placed = svZeroExtend(kept, widths.significand, widths.window, Math.max(0, base));
  const moves = widths.shiftAmount > 0;
  return {
    signals: declarations([
      {
        name: 'window',
        width: 'WindowWidth',
        meaning: dropped > 0 ? `${dropped} bits below the LSB of the sum` : 'in LSBs of the sum',
      },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: 'in LSBs of the sum, cut' },
    ]),
    window: moves ? `${placed} << ${read(pipeline, 'shift', 'accumulate')}` : placed,
    magnitude: magnitudeExpression(aligned),
  };
}

function magnitudeExpression({ dropped, magnitude, window }: Alignment): string {
  if (dropped > 0) return 'window[DroppedBits +: MagnitudeWidth]';
  return window === magnitude ? 'window' : 'window[MagnitudeWidth-1:0]';
}
