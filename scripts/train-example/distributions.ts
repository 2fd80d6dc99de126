import type { Random } from '../../sim/random.ts';

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + ((high - low) * random.word()) / 2 ** 32;
}

/** Close to a normal distribution, variance 1: the sum of twelve uniform numbers. */
export function bell(random: Random): number {
  let sum = -6;
  for (let term = 0; term < 12; term++) sum += random.word() / 2 ** 32;
  return sum;
}
