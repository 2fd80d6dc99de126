import type { Candidate, LayerChoice } from '../candidate.ts';
import type { LayerSpace } from '../space.ts';
import type { BitBudget } from './budget.ts';
import { bestShape, errorAt } from './layer-choices.ts';

const NONE: ReadonlySet<number> = new Set();

/**
 * A candidate brought to the budget by steps from one width to the next: first narrower ones, that with the least
 * increase of squared error per saved bit first, then wider ones where there is room, that with the largest decrease
 * per bit first. Layers of `keep` are narrowed only where the others do not suffice, and never widened. A layer that
 * changes its width takes the shape of least error there and keeps its gain. Without a limit nothing changes.
 */
export function repaired(
  space: readonly LayerSpace[],
  budget: BitBudget,
  candidate: Candidate,
  keep: ReadonlySet<number> = NONE,
): Candidate {
  if (budget.limit === Number.POSITIVE_INFINITY) return candidate;
  const answer = [...candidate];
  const others = [...space.keys()].filter((layer) => !keep.has(layer));
  narrow(space, budget, answer, others);
  narrow(space, budget, answer, [...keep]);
  widen(space, budget, answer, others);
  return answer;
}

function narrow(
  space: readonly LayerSpace[],
  budget: BitBudget,
  answer: LayerChoice[],
  layers: readonly number[],
): void {
  while (!budget.fits(answer)) {
    const step = leastStep(
      steps(space, answer, layers, -1).filter(({ layer }) => parametersOf(space, layer) > 0),
    );
    if (step === undefined) return;
    answer[step.layer] = step.choice;
  }
}

function widen(
  space: readonly LayerSpace[],
  budget: BitBudget,
  answer: LayerChoice[],
  layers: readonly number[],
): void {
  for (;;) {
    const room = budget.limit - budget.used(answer);
    const step = leastStep(
      steps(space, answer, layers, 1).filter(({ bits, perBit }) => perBit < 0 && bits <= room),
    );
    if (step === undefined) return;
    answer[step.layer] = step.choice;
  }
}

interface Step {
  readonly layer: number;
  readonly choice: LayerChoice;
  /** Bits of all weights of the layer that the step adds or saves. */
  readonly bits: number;
  /** Change of the squared error for each of them. */
  readonly perBit: number;
}

/** The step of each layer to its next wider (1) or narrower (-1) words. */
function steps(
  space: readonly LayerSpace[],
  candidate: Candidate,
  layers: readonly number[],
  direction: 1 | -1,
): Step[] {
  return layers.flatMap((at) => {
    const layer = space[at] as LayerSpace;
    const now = candidate[at] as LayerChoice;
    const width = layer.widths[layer.widths.indexOf(now.bits) + direction];
    if (width === undefined) return [];
    const bits = layer.parameters * Math.abs(width - now.bits);
    // Errors of the best shapes: those of an odd shape or gain would make leaving it look free.
    const perBit = (errorAt(layer, width) - errorAt(layer, now.bits)) / bits;
    return [{ layer: at, choice: bestShape(layer, width, now.gain), bits, perBit }];
  });
}

/** The first of the steps with the least change of error per bit. */
function leastStep(all: readonly Step[]): Step | undefined {
  return all.reduce<Step | undefined>(
    (least, step) => (least === undefined || step.perBit < least.perBit ? step : least),
    undefined,
  );
}

function parametersOf(space: readonly LayerSpace[], layer: number): number {
  return (space[layer] as LayerSpace).parameters;
}
