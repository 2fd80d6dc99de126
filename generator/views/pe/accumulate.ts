import type { Resolved } from '../../config/resolve.ts';
import { svLiteral, svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { declarations, slice } from '../text.ts';
import type { Alignment } from './alignment.ts';
import { roundView } from './round.ts';
import type { Pe, PeWidths } from './widths.ts';

export interface AccumulateView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly previous: string;
  readonly addend: string;
  readonly carry: string;
  readonly saturate: SaturateView | null;
}

interface SaturateView {
  readonly overflow: string;
  /** Sign of a sum that overflows. */
  readonly negative: string;
  readonly clamped: string;
}

export function accumulateView(pe: Pe): AccumulateView {
  const { resolved, alignment: aligned, widths } = pe;
  const P = widths.acc;
  const carry = roundView(pe) === null ? 'negative' : 'negative ^ round_up';
  const saturates = widths.sum > P;
  const inverted = 'magnitude ^ {MagnitudeWidth{negative}}';
  const above = widths.sum - widths.magnitude;
  return {
    story: saturates
      ? 'a negative magnitude is inverted and 1 added; a sum beyond the range is clamped.'
      : 'a negative magnitude is inverted and 1 added; the sum wraps around.',
    signals: declarations([
      { name: 'acc_q', width: 'AccWidth', signed: true, meaning: 'partial sum' },
      { name: 'acc_d', width: 'AccWidth', signed: true, meaning: 'partial sum with this product' },
      { name: 'nar_q', meaning: 'an operand so far was NaR' },
      {
        name: 'previous',
        width: 'AccWidth',
        signed: true,
        meaning: 'what the product is added to',
      },
      {
        name: 'addend',
        width: saturates ? 'SumWidth' : 'AccWidth',
        signed: true,
        meaning: 'signed product, less the carry',
      },
      ...(saturates
        ? [
            { name: 'sum', width: 'SumWidth', signed: true, meaning: 'before clamping' },
            { name: 'overflow', meaning: 'the sum does not fit' },
            { name: 'overflow_sign', meaning: 'on which side' },
          ]
        : []),
    ]),
    previous: svSignExtend('previous', P, widths.sum),
    addend: above > 0 ? `{{${above}{negative}}, ${inverted}}` : inverted,
    carry: svZeroExtend(carry, 1, widths.sum),
    saturate: saturates ? saturateView(resolved, aligned, widths) : null,
  };
}

function saturateView(resolved: Resolved, aligned: Alignment, widths: PeWidths): SaturateView {
  const { P } = resolved.derived;
  const top = slice('sum', widths.sum - 1, P - 1);
  const beyond = `!(&${top} || ~|${top})`;
  const huge = hugeCondition(resolved, aligned, widths);
  return {
    overflow: huge === '' ? beyond : `${huge} || ${beyond}`,
    negative: huge === '' ? 'sum[SumWidth-1]' : `${huge} ? negative : sum[SumWidth-1]`,
    clamped: `{overflow_sign, {${P - 1}{!overflow_sign}}}`,
  };
}

/** Whether the magnitude exceeds P bits: its leading one has the weight 2^(exponent + A). */
function hugeCondition({ derived }: Resolved, { huge }: Alignment, { exponent }: PeWidths): string {
  switch (huge) {
    case 'none':
      return '';
    case 'some':
      return `(live && exponent >= ${svLiteral(derived.P - derived.A, exponent, 'signed')})`;
    case 'all':
      return 'live';
  }
}
