import { svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { declarations, operand, slice } from '../text.ts';
import { type Pipeline, read } from './pipeline.ts';
import { roundView } from './round.ts';
import type { Pe } from './widths.ts';

export interface AccumulateView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Names of the operand set's controls here, and "an operand is NaR". */
  readonly valid: string;
  readonly first: string;
  readonly start: string;
  readonly nar: string;
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
  const { widths, pipeline } = pe;
  const P = widths.acc;
  const { negative, inverted, carry } = signedProduct(pe);
  const saturates = widths.sum > P;
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
    ...controlsOf(pipeline),
    previous: svSignExtend('previous', P, widths.sum),
    addend: above > 0 ? `{{${above}{${negative}}}, ${inverted}}` : inverted,
    carry: svZeroExtend(carry, 1, widths.sum),
    saturate: saturates ? saturateView(pe, negative) : null,
  };
}

/** A product as a sum takes it: the magnitude, inverted where it is negative, and a carry. */
export function signedProduct(pe: Pe): { negative: string; inverted: string; carry: string } {
  const negative = read(pe.pipeline, 'negative', 'accumulate');
  return {
    negative,
    inverted: `magnitude ^ {MagnitudeWidth{${negative}}}`,
    carry: roundView(pe) === null ? negative : `${negative} ^ round_up`,
  };
}

/** Whether the product alone does not fit the sum, where some product does not. */
export function hugeProduct({ alignment, pipeline }: Pe): string {
  return read(pipeline, alignment.huge === 'all' ? 'live' : 'huge', 'accumulate');
}

/** Names of the controls that arrive with a product. */
export function controlsOf(pipeline: Pipeline) {
  const at = (name: string) => read(pipeline, name, 'accumulate');
  return { valid: at('en'), first: at('first'), start: at('start'), nar: at('operand_nar') };
}

function saturateView(pe: Pe, sign: string): SaturateView {
  const { arithmetic, alignment, widths } = pe;
  const { P } = arithmetic;
  const beyond = beyondRange('sum', widths.sum, P);
  const clamped = `{overflow_sign, {${P - 1}{!overflow_sign}}}`;
  if (alignment.huge === 'none') {
    return { overflow: beyond, negative: 'sum[SumWidth-1]', clamped };
  }
  const condition = operand(hugeProduct(pe));
  return {
    overflow: `${condition} || ${beyond}`,
    negative: `${condition} ? ${sign} : sum[SumWidth-1]`,
    clamped,
  };
}

/** Whether a sum of so many bits does not fit P bits: its upper ones are not copies of the sign. */
export function beyondRange(sum: string, width: number, P: number): string {
  const top = slice(sum, width - 1, P - 1);
  return `!(&${top} || ~|${top})`;
}
