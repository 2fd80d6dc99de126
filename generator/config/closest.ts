import { distance, closest as nearest } from 'fastest-levenshtein';

/** The known word that a mistyped one probably means; undefined where none is near. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const contained = known.find((candidate) => word.toLowerCase().includes(candidate.toLowerCase()));
  if (known.length === 0) return undefined;
  const candidate = nearest(word, [...known]);
  if (distance(word, candidate) <= Math.max(1, Math.floor(candidate.length / 2))) return candidate;
  return contained;
}
