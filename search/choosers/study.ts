import type { ChooserQuestion } from '../chooser.ts';
import type { LayerSpace } from '../space.ts';
import { type BitBudget, bitBudget } from './budget.ts';
import { remembered } from './remembered.ts';
import { createTrials, type Score, type Trials } from './trials.ts';

/** Tells how much of a part of the search is done, 0..1. */
export type Report = (done: number, what: string) => void;

/** A question as the parts of a search share it. */
export interface Study {
  readonly question: ChooserQuestion;
  readonly space: readonly LayerSpace[];
  readonly budget: BitBudget;
  readonly trials: Trials;
  readonly report: Report;
}

/** Prepares a question. Throws a Failure where its budget cannot be met. */
export function study(
  question: ChooserQuestion,
  scoreOf: (budget: BitBudget) => Score = () => (_candidate, loss) => loss,
): Study {
  const space = remembered(question.space);
  const budget = bitBudget(space, question.bits);
  const trials = createTrials(question, budget, scoreOf(budget));
  const report: Report = (done, what) => {
    const best = trials.best();
    question.onProgress?.({
      done,
      what,
      ...(best && {
        best: {
          candidate: best.candidate,
          loss: best.loss,
          bits: budget.average(best.candidate),
        },
      }),
    });
  };
  return { question, space, budget, trials, report };
}

/** Reports of a part that takes the share of the work from `from` to `to`. */
export function part(report: Report, from: number, to: number): Report {
  return (done, what) => report(from + (to - from) * done, what);
}
