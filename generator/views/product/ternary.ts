import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { Provenance } from '../header.ts';
import { hugeProduct } from '../pe/accumulate.ts';
import { type RoundView, roundView } from '../pe/round.ts';
import type { Pe } from '../pe/widths.ts';
import { assignments, declarations, lsbText, operand } from '../text.ts';
import { addendWidth, hasHuge } from './multiplier.ts';
import { type MagnitudeView, magnitudeView, type PlannedProduct } from './view.ts';

/** Products of several lanes whose weights are 0, 1 or -1: one magnitude, a sign for each lane. */
export interface TernaryProductView extends MagnitudeView {
  readonly log: readonly string[];
  readonly signs: readonly string[];
  readonly round: RoundView | null;
  /** Of one lane: its magnitude, inverted if it is negative. */
  readonly addend: string;
  readonly outputs: readonly string[];
}

export function ternaryProductView(
  resolved: ArrayResolved,
  planned: PlannedProduct,
  provenance: Provenance,
): TernaryProductView {
  const { pe } = planned;
  const round = ternaryRound(pe);
  const inverted = 'counted ^ {MagnitudeWidth{negative[lane]}}';
  return {
    ...magnitudeView(resolved, planned, provenance),
    log: declarations([
      { name: 'live', meaning: 'the activation is neither zero nor NaR' },
      {
        name: 'log_sum',
        width: 'LogSumWidth',
        signed: true,
        meaning: `log2 of the products, ${lsbText(pe.arithmetic.Fp)}`,
      },
    ]),
    signs: declarations([
      { name: 'counts', width: 'Lanes', meaning: 'the weight is 1 or -1' },
      { name: 'negative', width: 'Lanes', meaning: 'sign of the product' },
    ]),
    round,
    addend: addendWidth(pe) > pe.widths.magnitude ? `{negative[lane], ${inverted}}` : inverted,
    outputs: assignments({
      carry_o: round === null ? 'negative' : 'negative ^ round_up',
      ...(hasHuge(pe) ? { huge_o: `counts & {Lanes{${hugeProduct(pe)}}}` } : {}),
      nar_o: 'weight_nar_i | {Lanes{act_nar_i}}',
    }),
  };
}

/** A lane rounds by its own sign, and only what it adds. */
function ternaryRound(pe: Pe): RoundView | null {
  const round = roundView(pe, 'Lanes');
  if (round === null) return null;
  const up =
    pe.arithmetic.align === 'floor'
      ? 'negative & {Lanes{below}}'
      : `counts & {Lanes{${operand(round.up)}}}`;
  return { ...round, up };
}
