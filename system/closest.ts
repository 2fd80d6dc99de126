import { distance } from 'fastest-levenshtein';

/** The known word that a mistyped one probably means; undefined where none is near. */
export function closest(word: string, known: readonly string[]): string | undefined {
  return closestFew(word, known, 1)[0];
}

/** Up to `count` known words that a mistyped one may mean, the nearest first. */
export function closestFew(word: string, known: readonly string[], count: number): string[] {
  const spellings = [word, ...word.split(/(?=[A-Z])|[_-]/)].map((part) => part.toLowerCase());
  return known
    .map((candidate) => ({ candidate, steps: nearestSpelling(candidate, spellings) }))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, count)
    .filter(({ candidate, steps }) => steps <= Math.max(1, Math.floor(candidate.length / 2)))
    .map(({ candidate }) => candidate);
}

/** Edits from any of the spellings to the candidate. */
function nearestSpelling(candidate: string, spellings: readonly string[]): number {
  return Math.min(...spellings.map((spelling) => distance(spelling, candidate.toLowerCase())));
}
