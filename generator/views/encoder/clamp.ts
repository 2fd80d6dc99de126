import { svLiteral } from '../../systemverilog.ts';
import { assignments, declarations } from '../text.ts';
import type { Encoder } from './describe.ts';

/** Conditions on the log; empty where no sum meets them. */
export interface RangeView {
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
  readonly above: string;
  readonly below: string;
  readonly flushed: string;
}

export function rangeView({ range, widths }: Encoder): RangeView {
  const literal = (value: bigint) => svLiteral(value, widths.log, 'signed');
  const above = range.logMax > range.largest ? `log > ${literal(range.largest)}` : '';
  const below = range.logMin < range.smallest ? `log < ${literal(range.smallest)}` : '';
  const flushes = range.flush !== null && range.logMin < range.flush;
  const flushed = flushes ? `log < ${literal(range.flush ?? 0n)}` : '';
  return {
    signals: declarations([
      ...(above === '' ? [] : [{ name: 'above', meaning: 'more than the largest word' }]),
      ...(below === '' ? [] : [{ name: 'below', meaning: 'less than the smallest word' }]),
      ...(flushes ? [{ name: 'flushed', meaning: 'less than half of the smallest word' }] : []),
    ]),
    assignments: assignments({
      ...(above === '' ? {} : { above }),
      ...(below === '' ? {} : { below }),
      ...(flushed === '' ? {} : { flushed }),
    }),
    above,
    below,
    flushed,
  };
}
