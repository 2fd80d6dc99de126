import type { Candidate } from '../candidate.ts';
import type { Chooser } from '../chooser.ts';
import { allocation } from './allocation.ts';
import { bestShape, errorAt } from './layer-choices.ts';
import { type Study, study } from './study.ts';

/** Chooser by squared error of the weights alone, the baseline: it asks the judge for its answer's loss only. */
export function createLeastError(): Chooser {
  return async (question) => {
    const studied = study(question);
    studied.report(0, 'bits by squared error');
    const candidate = await leastError(studied);
    const [trial] = await studied.trials.measure([candidate]);
    studied.report(1, 'bits by squared error');
    const loss = trial?.loss as number;
    return { candidate, loss, history: [loss] };
  };
}

/**
 * The candidate with the least sum of relative squared errors within the budget. The sum has no weights: a layer's
 * output is disturbed relative to its own size, so that a small layer's errors matter as a large one's do.
 */
export async function leastError({ space, budget }: Study): Promise<Candidate> {
  const options = space.map((layer) =>
    layer.widths.map((bits) => ({ bits: bits * layer.parameters, value: errorAt(layer, bits) })),
  );
  const chosen = await allocation(options, budget.limit);
  return space.map((layer, at) => bestShape(layer, layer.widths[chosen[at] as number] as number));
}
