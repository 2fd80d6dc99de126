import { budgetAccounts } from './budget.ts';
import type { WordQuestion } from './question.ts';
import { softThresholds } from './soft-threshold.ts';
import type { WordGrid } from './word-grid.ts';

/** Words within a budget, of one channel after another. */
export interface WordLimit {
  /** Starts a channel of K real weights with its whole budget. */
  open(channel: number, weights: Float64Array): void;
  /** The word of weight k that is nearest to what is wanted, as far as the budget allows. */
  choose(k: number, target: number): number;
  /** Words so far that are not the nearest to what was wanted. */
  limited(): number;
}

/** The limit of a question's budget, if it has one. Throws RangeError. */
export function wordLimit(
  { budget, format, targets, moments: { depth } }: WordQuestion,
  grid: WordGrid,
): WordLimit | undefined {
  if (budget === undefined) return undefined;
  const accounts = budgetAccounts(budget, { channels: targets.length / depth, depth });
  const thresholds = budget.soft
    ? softThresholds(budget, { format, values: grid.values, depth })
    : undefined;
  let limited = 0;
  return {
    open(channel, weights) {
      accounts.open(channel);
      thresholds?.open(channel, weights);
    },
    choose(k, target) {
      const wanted = grid.nearest(thresholds?.shrink(k, target) ?? target);
      const word = grid.towardsZero(wanted, (each) => accounts.fits(k, each));
      accounts.take(k, word);
      if (word !== wanted) limited++;
      return word;
    },
    limited: () => limited,
  };
}
