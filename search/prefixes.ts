import { type Candidate, candidateKey } from './candidate.ts';

/** What is known after the first layers of candidates, for candidates that begin alike. */
export interface Prefixes<T> {
  /** What is known after as many layers of a candidate as possible. */
  longest(candidate: Candidate): T | undefined;
  keep(prefix: Candidate, known: T): void;
}

/** States that are kept: those asked for last. */
const MOST = 48;

export function createPrefixes<T>(most = MOST): Prefixes<T> {
  const known = new Map<string, T>();
  return {
    longest(candidate) {
      for (let length = candidate.length - 1; length > 0; length--) {
        const key = candidateKey(candidate.slice(0, length));
        const found = known.get(key);
        if (found === undefined) continue;
        known.delete(key);
        known.set(key, found);
        return found;
      }
      return undefined;
    },
    keep(prefix, state) {
      const key = candidateKey(prefix);
      known.delete(key);
      known.set(key, state);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}
