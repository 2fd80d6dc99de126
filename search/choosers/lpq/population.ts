import { candidateKey } from '../../candidate.ts';
import { fittest, type Trial } from '../trials.ts';

/** Members by score, the best first, of equal ones the older; no two alike. */
export type Population = readonly Trial[];

/** A population with more members, cut to its size. */
export function joined(population: Population, others: readonly Trial[], size: number): Population {
  const members = new Map<string, Trial>();
  for (const trial of [...population, ...others]) {
    const key = candidateKey(trial.candidate);
    if (!members.has(key)) members.set(key, trial);
  }
  return [...members.values()].sort((a, b) => order(a.score, b.score)).slice(0, size);
}

/** Infinite scores are equal, their difference is no number. */
function order(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** The child, and the best of its own children with other members. */
export function survivors([child, ...offspring]: readonly Trial[]): Trial[] {
  if (child === undefined) return [];
  return offspring.length === 0 ? [child] : [child, fittest(offspring)];
}
