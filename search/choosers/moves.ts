import type { Candidate, LayerChoice } from '../candidate.ts';
import type { LayerSpace } from '../space.ts';
import { bestShape, replaced } from './layer-choices.ts';
import { repaired } from './repair.ts';
import type { Study } from './study.ts';

/** Words of other widths or shapes for one layer, with their gain as it is; none that exceeds the budget. */
export function shapeMoves(
  { space, budget }: Study,
  candidate: Candidate,
  at: number,
  shapes: number,
): Candidate[] {
  const layer = space[at] as LayerSpace;
  const { gain } = candidate[at] as LayerChoice;
  return layer.widths
    .flatMap((bits) => layer.shapes(bits).slice(0, shapes))
    .map((choice) => replaced(candidate, [at, { ...choice, gain }]))
    .filter(budget.fits);
}

/** The layer's words shifted by each of the steps, and not shifted, up to `most` either way. */
export function gainMoves(
  candidate: Candidate,
  at: number,
  steps: readonly number[],
  most: number,
): Candidate[] {
  const choice = candidate[at] as LayerChoice;
  return [0, ...steps.map((step) => choice.gain + step)]
    .filter((gain) => gain !== choice.gain && Math.abs(gain) <= most)
    .map((gain) => replaced(candidate, [at, { ...choice, gain }]));
}

/** How bad it is that a layer has words of so many bits, as far as that is known without asking the judge. */
export type Harm = (layer: number, bits: number) => number;

/** Which exchanges are tried. */
export interface ExchangeRule {
  /** Most single layers that are asked to give bits for one widening, those that it harms least. */
  readonly givers: number;
  readonly harm: Harm;
}

/**
 * Moves of bits between layers, where the budget binds: the layer gets wider words that do not fit as it is, and one
 * other layer gives them, narrowed no further than it must; or several do, those with the least increase of squared
 * error per bit. Or the layer gets narrower words, and others take what that leaves.
 */
export function exchanges(
  studied: Study,
  candidate: Candidate,
  at: number,
  rule: ExchangeRule,
): Candidate[] {
  const { space, budget } = studied;
  if (budget.limit === Number.POSITIVE_INFINITY) return [];
  const layer = space[at] as LayerSpace;
  const { bits, gain } = candidate[at] as LayerChoice;
  return layer.widths
    .filter((width) => width !== bits)
    .flatMap((width) => {
      const moved = replaced(candidate, [at, bestShape(layer, width, gain)]);
      const balanced = repaired(space, budget, moved, new Set([at]));
      return budget.fits(moved) ? [balanced] : [...paidByOne(studied, moved, at, rule), balanced];
    });
}

/** The candidate with one other layer at its widest words that meet the budget, for the layers that this harms least. */
function paidByOne(
  { space, budget }: Study,
  moved: Candidate,
  at: number,
  { givers, harm }: ExchangeRule,
): Candidate[] {
  const over = budget.used(moved) - budget.limit;
  return [...space.entries()]
    .flatMap(([giver, layer]) => {
      const now = moved[giver] as LayerChoice;
      const width = layer.widths.findLast(
        (one) => one < now.bits && (now.bits - one) * layer.parameters >= over,
      );
      if (giver === at || width === undefined) return [];
      const paid = replaced(moved, [giver, bestShape(layer, width, now.gain)]);
      return [{ paid, harm: harm(giver, width) - harm(giver, now.bits) }];
    })
    .sort((a, b) => (a.harm < b.harm ? -1 : Number(a.harm > b.harm)))
    .slice(0, givers)
    .map(({ paid }) => paid);
}
