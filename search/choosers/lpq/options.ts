import { Failure } from '../../../system/failure.ts';

export interface LpqOptions {
  /** Candidates that are kept; 20 by default. */
  readonly population?: number;
  /** Passes over all blocks of layers; 10 by default. */
  readonly iterations?: number;
  /** Layers that a child inherits anew at a time; 1 by default. */
  readonly blockSize?: number;
  /** Probability that a child's bits, shape and gain each change in a layer of the block; 0.3 by default. */
  readonly mutation?: number;
  /** Members that each child is mated with for diversity; 5 by default. */
  readonly diversityParents?: number;
  /** Most gain either way, in sixteenths of an octave; 16 by default. */
  readonly mostGain?: number;
  /**
   * What is minimised: 'loss', or 'product', loss * (average bits / 8)^lambda for losses of 0 and more. By default
   * the loss where there is a budget, and the product where there is none.
   */
  readonly fitness?: 'loss' | 'product';
  /** How much fewer bits count in the product; 0.4 by default. */
  readonly lambda?: number;
}

/** Options with their defaults; fitness depends on the question. */
export type LpqSettings = Required<Omit<LpqOptions, 'fitness'>>;

/** Fills in defaults. Throws a Failure where a number is too small. */
export function lpqSettings(options: LpqOptions): LpqSettings {
  const settings = {
    population: 20,
    iterations: 10,
    blockSize: 1,
    mutation: 0.3,
    diversityParents: 5,
    mostGain: 16,
    lambda: 0.4,
    ...options,
  };
  for (const [name, least] of Object.entries(LEAST)) {
    const value = settings[name as keyof typeof LEAST];
    if (!Number.isInteger(value) || value < least) {
      throw new Failure('input', `${name} must be a whole number from ${least} up, not ${value}`);
    }
  }
  return settings;
}

/** Two members have a child, a child changes at least one layer. */
const LEAST = { population: 2, iterations: 0, blockSize: 1, diversityParents: 0, mostGain: 0 };
