import { distance } from 'fastest-levenshtein';

/** The known word that a mistyped one probably means; undefined where none is near. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const spellings = [word, ...word.split(/(?=[A-Z])|[_-]/)].map((part) => part.toLowerCase());
  const ranked = known
    .map((candidate) => ({ candidate, steps: nearestSpelling(candidate, spellings) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  if (!best || best.steps > Math.max(1, Math.floor(best.candidate.length / 2))) return undefined;
  return best.candidate;
}

/** Edits from any of the spellings to the candidate. */
function nearestSpelling(candidate: string, spellings: readonly string[]): number {
  return Math.min(...spellings.map((spelling) => distance(spelling, candidate.toLowerCase())));
}
