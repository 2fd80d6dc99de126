import { closestFew } from '../system/closest.ts';
import { Failure } from '../system/failure.ts';

const GUESSES = 3;

/** Ids of designs as they were asked for, each known and once. Throws Failure (usage). */
export function chosenDesigns(asked: readonly string[], known: readonly string[]): string[] {
  const unknown = asked.filter((id) => !known.includes(id));
  if (unknown.length === 0) return [...new Set(asked)];
  const named = unknown.map((id) => {
    const guesses = closestFew(id, known, GUESSES);
    const nearest = guesses.length === 0 ? '' : ` (nearest: ${guesses.join(', ')})`;
    return `${JSON.stringify(id)}${nearest}`;
  });
  const noun = unknown.length === 1 ? 'design' : 'designs';
  throw new Failure(
    'usage',
    `no ${noun} ${named.join(', ')}`,
    'docs/compare.md lists the known ones',
  );
}
