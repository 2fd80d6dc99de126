import { type Candidate, candidateKey } from '../candidate.ts';
import type { ChooserQuestion } from '../chooser.ts';
import type { BitBudget } from './budget.ts';

/** A candidate that was measured. */
export interface Trial {
  readonly candidate: Candidate;
  readonly loss: number;
  /** What the search minimises, the loss itself or with other terms. */
  readonly score: number;
}

/** What the search minimises of a candidate with such a loss. */
export type Score = (candidate: Candidate, loss: number) => number;

/** Everything that a search has measured. */
export interface Trials {
  /** Trials of candidates, each candidate measured once; the judge gets all new ones in one call. */
  measure(candidates: readonly Candidate[]): Promise<readonly Trial[]>;
  /** The trial with the least score among those that meet the budget, the first of equal ones. */
  best(): Trial | undefined;
}

/** Trials of one search, by the judge of its question. */
export function createTrials(
  { judge }: Pick<ChooserQuestion, 'judge'>,
  budget: BitBudget,
  score: Score,
): Trials {
  const known = new Map<string, Trial>();
  let best: Trial | undefined;
  return {
    async measure(candidates) {
      const fresh = new Map<string, Candidate>();
      for (const candidate of candidates) {
        const key = candidateKey(candidate);
        if (!known.has(key)) fresh.set(key, candidate);
      }
      const asked = [...fresh.values()];
      const losses = asked.length === 0 ? [] : await judge.losses(asked);
      for (const [at, [key, candidate]] of [...fresh].entries()) {
        const loss = checkedLoss(losses[at], candidate);
        const trial = { candidate, loss, score: score(candidate, loss) };
        known.set(key, trial);
        if (budget.fits(candidate) && (best === undefined || trial.score < best.score))
          best = trial;
      }
      return candidates.map((candidate) => known.get(candidateKey(candidate)) as Trial);
    },
    best: () => best,
  };
}

function checkedLoss(loss: number | undefined, candidate: Candidate): number {
  if (loss === undefined || Number.isNaN(loss)) {
    throw new Error(`the judge gave ${String(loss)} as loss of ${candidateKey(candidate)}`);
  }
  return loss;
}

/** The trial of least score, the first of equal ones. */
export function fittest(trials: readonly Trial[]): Trial {
  return trials.reduce((least, trial) => (trial.score < least.score ? trial : least));
}
