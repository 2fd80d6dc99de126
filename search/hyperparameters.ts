import type { ChooserName } from './choosers/index.ts';
import { POOLINGS } from './objectives/pooling.ts';

/** A number that a hyperparameter takes. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

/** What a hyperparameter takes: a number, one of a few words, or true and false. */
export type Taken = NumberRange | readonly string[];

const SEARCHES: Readonly<Record<string, Taken>> = {
  shapes: { least: 1, most: 64, whole: true },
  tried: { least: 1, most: 64, whole: true },
  givers: { least: 0, most: 4096, whole: true },
  passes: { least: 0, most: 1000, whole: true },
  costWeight: { least: 0, most: 1e6 },
  mostGain: { least: 0, most: 128, whole: true },
  start: ['uniform', 'allocate'],
  population: { least: 2, most: 100_000, whole: true },
  iterations: { least: 0, most: 100_000, whole: true },
  blockSize: { least: 1, most: 4096, whole: true },
  mutation: { least: 0, most: 1 },
  diversityParents: { least: 0, most: 1000, whole: true },
  lambda: { least: 0, most: 100 },
  fitness: ['loss', 'product'],
};

const OF_CHOOSER: Readonly<Record<ChooserName, readonly string[]>> = {
  error: [],
  ilp: ['shapes', 'costWeight'],
  descent: ['shapes', 'costWeight', 'start', 'tried', 'givers', 'passes', 'mostGain'],
  exact: ['shapes', 'costWeight', 'tried', 'givers', 'passes', 'mostGain'],
  lpq: [
    'population',
    'iterations',
    'blockSize',
    'mutation',
    'diversityParents',
    'mostGain',
    'lambda',
    'fitness',
  ],
};

/** Hyperparameters by name, of each part of a search. */
export interface Hyperparameters<T> {
  readonly chooser: Readonly<Record<string, T>>;
  readonly objective: Readonly<Record<string, T>>;
  readonly words: Readonly<Record<string, T>>;
}

/** What each hyperparameter takes that a search with this chooser has. */
export function hyperparametersOf(chooser: ChooserName): Hyperparameters<Taken> {
  return {
    chooser: Object.fromEntries(OF_CHOOSER[chooser].map((name) => [name, SEARCHES[name] as Taken])),
    objective: {
      pooling: POOLINGS,
      temperature: { least: 1e-6, most: 1e6 },
      softening: { least: 1e-3, most: 1e6 },
    },
    words: {
      method: ['optq', 'gpfq'],
      damping: { least: 0, most: 100 },
      order: ['curvature', 'index'],
      aimAtFloat: ['true', 'false'],
      soft: ['true', 'false'],
    },
  };
}

/** "an integer from 2 to 100000", "optq or gpfq"; undefined where the value is taken. */
export function hyperparameterFault(value: unknown, taken: Taken): string | undefined {
  if (isList(taken)) {
    if (taken.includes(String(value))) return undefined;
    return `${taken.slice(0, -1).join(', ')} or ${taken.at(-1)}`;
  }
  const { least, most, whole = false } = taken;
  const isTaken =
    typeof value === 'number' &&
    value >= least &&
    value <= most &&
    (!whole || Number.isInteger(value));
  return isTaken ? undefined : `${whole ? 'an integer' : 'a number'} from ${least} to ${most}`;
}

export function isList(taken: Taken): taken is readonly string[] {
  return Array.isArray(taken);
}
