import type { WordQuestion } from './question.ts';
import { wordOrder } from './word-order.ts';
import type { WordPath } from './word-path.ts';

/** Each weight by itself. */
export function nearestPath(question: WordQuestion): WordPath {
  const { targets } = question;
  return { order: wordOrder(question), weights: targets, starts: targets };
}
