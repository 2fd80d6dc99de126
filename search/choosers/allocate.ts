import type { Candidate, LayerChoice } from '../candidate.ts';
import type { Chooser } from '../chooser.ts';
import type { LayerSpace } from '../space.ts';
import { allocation } from './allocation.ts';
import { layerCost, lossAndCost } from './cost.ts';
import { replaced, widest } from './layer-choices.ts';
import { type Report, type Study, study } from './study.ts';
import type { Trial } from './trials.ts';

export interface AllocateOptions {
  /** Shapes that are measured at each width, those of least squared error; 2 by default. */
  readonly shapes?: number;
  /** Weight of the MACs' cost beside the loss; 0 by default. */
  readonly costWeight?: number;
}

/**
 * Chooser by an integer programme on measured losses: what each choice for one layer adds to the loss while all
 * others have their widest words, and the choices with the least sum of that within the budget.
 */
export function createAllocate(options: AllocateOptions = {}): Chooser {
  return async (question) => {
    const studied = study(question, () => lossAndCost(question, options.costWeight ?? 0));
    const { candidate: answer } = await allocated(studied, options, studied.report);
    await studied.trials.measure([answer]);
    studied.report(1, 'integer programme');
    // What was measured on the way is better where effects of layers do not add up, or where there is no budget.
    const { candidate, loss, score } = studied.trials.best() as Trial;
    return { candidate, loss, history: [score] };
  };
}

export interface Allocated {
  readonly candidate: Candidate;
  /** What a layer's best words of so many bits add to the loss of the widest words. */
  harm(layer: number, bits: number): number;
}

/** The answer of the integer programme, from the losses of candidates that differ from the widest in one layer. */
export async function allocated(
  { question, space, budget, trials }: Study,
  { shapes = 2, costWeight = 0 }: AllocateOptions,
  report: Report,
): Promise<Allocated> {
  const base = widest(space);
  const loss = (await trials.measure([base]))[0]?.loss as number;
  const layers: Increase[][] = [];
  for (const [at, layer] of space.entries()) {
    report(at / space.length, `effect of ${layer.name}`);
    const choices = layer.widths.flatMap((bits) => layer.shapes(bits).slice(0, shapes));
    const measured = await trials.measure(choices.map((choice) => replaced(base, [at, choice])));
    layers.push(
      choices.map((choice, one) => ({ choice, increase: increaseOf(measured[one]?.loss, loss) })),
    );
  }
  const options = layers.map(undominated);
  const chosen = await allocation(
    options.map((layer, at) =>
      layer.map(({ choice, increase }) => {
        const { parameters } = space[at] as LayerSpace;
        const cost =
          costWeight && costWeight * layerCost(question, space[at] as LayerSpace, choice.bits);
        return { bits: parameters * choice.bits, value: Math.max(0, increase) + cost };
      }),
    ),
    budget.limit,
  );
  return {
    candidate: options.map((layer, at) => (layer[chosen[at] as number] as Increase).choice),
    harm: (layer, bits) =>
      Math.min(
        ...(layers[layer] as Increase[])
          .filter(({ choice }) => choice.bits === bits)
          .map(({ increase }) => increase),
      ),
  };
}

interface Increase {
  readonly choice: LayerChoice;
  /** What the choice adds to the loss of the widest words; below 0 by chance. */
  readonly increase: number;
}

function increaseOf(measured: number | undefined, base: number): number {
  const increase = (measured as number) - base;
  return Number.isNaN(increase) ? 0 : increase;
}

/** One choice for each width, the best; none where narrower words are as good. */
function undominated(all: readonly Increase[]): Increase[] {
  return all.filter((one, at) =>
    all.every(
      (other, otherAt) =>
        other.increase > one.increase ||
        other.choice.bits > one.choice.bits ||
        (other.choice.bits === one.choice.bits && other.increase === one.increase && otherAt >= at),
    ),
  );
}
