import { gpfqPath } from './gpfq.ts';
import { nearestPath } from './nearest.ts';
import { optqPath } from './optq.ts';
import type { ChosenWords, WordQuestion } from './question.ts';
import { sumErrors } from './sum-errors.ts';
import { wordGrid } from './word-grid.ts';
import { wordLimit } from './word-limit.ts';
import { followPath, type WordPath } from './word-path.ts';

/**
 * Words of weights, M x K, such that sums over calibration stay near those of the targets; with a
 * budget, no tile and no row of theirs exceeds it. Throws RangeError for shapes that do not agree,
 * targets that are not finite, moments that are none, and budgets below 0.
 */
export function chooseWords(question: WordQuestion): ChosenWords {
  checkShapes(question);
  const { targets, moments } = question;
  const grid = wordGrid(question.format, question.step);
  const path = wordPath(question);
  const limit = wordLimit(question, grid);
  const words = new Uint16Array(targets.length);
  const values = new Float64Array(targets.length);
  for (let channel = 0; channel < targets.length / moments.depth; channel++) {
    const from = channel * moments.depth;
    limit?.open(channel, path.weights.subarray(from, from + moments.depth));
    followPath(path, from, (k, target) => {
      const word = limit === undefined ? grid.nearest(target) : limit.choose(k, target);
      const value = grid.values[word] as number;
      words[from + k] = word;
      values[from + k] = value;
      return value;
    });
  }
  return { words, errors: sumErrors(question, values), limited: limit?.limited() ?? 0 };
}

function wordPath(question: WordQuestion): WordPath {
  switch (question.method) {
    case 'nearest':
      return nearestPath(question);
    case 'optq':
      return optqPath(question);
    case 'gpfq':
      return gpfqPath(question);
  }
}

function checkShapes({ targets, format, moments, budget }: WordQuestion): void {
  const { depth, covariance, cross } = moments;
  const square = depth * depth;
  if (!Number.isInteger(depth) || depth < 1 || targets.length % depth !== 0) {
    throw new RangeError(`${targets.length} targets are no rows of ${depth}`);
  }
  if (covariance.length !== square || (cross !== undefined && cross.length !== square)) {
    throw new RangeError(`moments of ${depth} inputs have ${square} entries`);
  }
  const words = 2 ** format.n;
  const terms = budget?.terms;
  if (terms !== undefined && !(terms.upper.length === words && terms.lower.length === words)) {
    throw new RangeError(`terms are not those of the ${words} words of the format`);
  }
}
