import { lpFormat } from '../../../golden/format.ts';
import { svLiteral } from '../../systemverilog.ts';
import type { RangeView } from '../encoder/clamp.ts';
import { RS_WIDTH } from '../format-ports.ts';
import { assignments, declarations } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';
import { longestOf } from './round.ts';
import { scaledName } from './scaled.ts';

/**
 * A run longer than rs is beyond the words; so is, below or above, what the kept bits of zero and of
 * the largest word begin.
 */
export function unifiedRangeView(encoder: UnifiedEncoder): RangeView {
  const beyond = `run_less_one > ${longestOf(encoder)}`;
  const above = 'ones && (beyond || &kept)';
  const below = '!ones && (beyond || ~|kept)';
  const flushed = flushedValue(encoder);
  return {
    signals: declarations([
      { name: 'beyond', meaning: 'no run of a word is as long' },
      { name: 'above', meaning: 'the largest word, or more' },
      { name: 'below', meaning: 'less than the smallest word' },
      ...(flushed === ''
        ? []
        : [{ name: 'flushed', meaning: 'less than half of the smallest word' }]),
    ]),
    assignments: assignments({ beyond, above, below, ...(flushed === '' ? {} : { flushed }) }),
    above,
    below,
    flushed,
  };
}

/** Empty where sums do not flush. */
function flushedValue(encoder: UnifiedEncoder): string {
  const { flush, runTime, maxEs, widths } = encoder;
  if (flush === null) return '';
  if (!runTime) return `log < ${svLiteral(flush, widths.log, 'signed')}`;
  const octave = svLiteral(2 ** widths.tail, widths.scaled, 'signed');
  const half = maxEs === 0 ? octave : `(${octave} >>> es_i)`;
  return `${scaledName(encoder)} < smallest - ${half}`;
}

/** Log of the smallest word over 2^es, rounded up to the LSB: it depends on rs alone. */
export interface SmallestView {
  readonly signals: readonly string[];
  readonly rows: readonly { readonly items: string; readonly value: string }[];
}

/** Null where the format is fixed, or nothing flushes. */
export function smallestView(encoder: UnifiedEncoder): SmallestView | null {
  const { flush, runTime, format, widths } = encoder;
  if (flush === null || !runTime) return null;
  return {
    signals: declarations([
      {
        name: 'smallest',
        width: widthName(encoder),
        signed: true,
        meaning: 'log of the smallest word over 2^es',
      },
    ]),
    rows: Array.from({ length: format.n - 1 }, (_, index) => {
      const rs = index + 1;
      const { maxLog, fractionBits } = lpFormat({ n: format.n, es: 0, rs });
      const log = -((BigInt(maxLog) << BigInt(widths.tail)) >> BigInt(fractionBits));
      const items = rs === 1 ? [0, 1] : [rs];
      return {
        items: items.map((item) => svLiteral(item, RS_WIDTH)).join(', '),
        value: svLiteral(log, widths.scaled, 'signed'),
      };
    }),
  };
}

function widthName({ maxEs }: UnifiedEncoder): string {
  return maxEs === 0 ? 'LogWidth' : 'ScaledWidth';
}
