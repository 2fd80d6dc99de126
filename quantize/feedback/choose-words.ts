import { gpfqPath } from './gpfq.ts';
import { nearestPath } from './nearest.ts';
import { optqPath } from './optq.ts';
import type { ChosenWords, WordQuestion } from './question.ts';
import { sumErrors } from './sum-errors.ts';
import { wordGrid } from './word-grid.ts';
import type { WordPath } from './word-path.ts';

/** Words of weights, M x K, such that sums over calibration stay near those of the targets. Throws RangeError. */
export function chooseWords(question: WordQuestion): ChosenWords {
  checkShapes(question);
  const { targets, format, step, moments } = question;
  const { depth } = moments;
  const grid = wordGrid(format, step);
  const { order, weights, starts, rows } = wordPath(question);
  const words = new Uint16Array(targets.length);
  const values = new Float64Array(targets.length);
  const errors = new Float64Array(depth);
  for (let from = 0; from < targets.length; from += depth) {
    for (let at = 0; at < depth; at++) {
      const k = from + (order[at] as number);
      let wanted = starts[k] as number;
      if (rows !== undefined) {
        for (let i = 0, j = at * depth; i < at; i++, j++) {
          wanted += (rows[j] as number) * (errors[i] as number);
        }
      }
      const word = grid.nearest(wanted);
      const value = grid.values[word] as number;
      words[k] = word;
      values[k] = value;
      errors[at] = (weights[k] as number) - value;
    }
  }
  return { words, errors: sumErrors(question, values), limited: 0 };
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

function checkShapes({ targets, moments: { depth, covariance, cross } }: WordQuestion): void {
  const square = depth * depth;
  if (!Number.isInteger(depth) || depth < 1 || targets.length % depth !== 0) {
    throw new RangeError(`${targets.length} targets are no rows of ${depth}`);
  }
  if (covariance.length !== square || (cross !== undefined && cross.length !== square)) {
    throw new RangeError(`moments of ${depth} inputs have ${square} entries`);
  }
}
