import { availableParallelism } from 'node:os';
import type { ChooserName } from '../search/choosers/index.ts';
import { choosers } from '../search/choosers/index.ts';
import {
  OBJECTIVE_DEFAULTS,
  OBJECTIVES,
  type ObjectiveName,
  type ObjectiveOptions,
} from '../search/objectives/objective.ts';
import { POOLINGS } from '../search/objectives/pooling.ts';
import { WORD_DEFAULTS, type WordOptions } from '../search/options.ts';
import { Failure } from '../system/failure.ts';
import { choiceOption, integerOption, numberOption, type QuantizeOptions } from './options.ts';

/** What the options of `quantize` say, as far as they can be checked before anything is read. */
export interface QuantizeSettings {
  readonly chooser: ChooserName;
  readonly chooserOptions: Readonly<Record<string, unknown>>;
  readonly objective: ObjectiveName;
  readonly objectiveOptions: ObjectiveOptions;
  readonly words: WordOptions;
  /** Most average bits; null: no limit. */
  readonly bits: number | null;
  /** null: those of the array. */
  readonly widths: readonly number[] | null;
  readonly seed: number;
  readonly limit: number;
  readonly threads: number;
  readonly timeoutSeconds: number | undefined;
}

const CHOOSERS = Object.keys(choosers) as ChooserName[];
/** Most average bits where nothing is said. */
export const DEFAULT_BITS = 4;
const MOST_THREADS = 64;

/** Throws Failure (usage) for options that are wrong or do not go together. */
export function quantizeSettings(options: QuantizeOptions): QuantizeSettings {
  const chooser = choiceOption('--chooser', options.chooser, CHOOSERS) ?? 'exact';
  const set = hyperparameters(options.set ?? [], chooser);
  const tileBits = integerOption('--tile-bits', options.tileBits, { min: 2, max: 128 });
  const sumBits = integerOption('--sum-bits', options.sumBits, { min: 2, max: 128 });
  return {
    chooser,
    chooserOptions: set.chooser,
    objective: choiceOption('--objective', options.objective, OBJECTIVES) ?? 'kl',
    objectiveOptions: { ...OBJECTIVE_DEFAULTS, ...set.objective },
    words: {
      ...WORD_DEFAULTS,
      ...set.words,
      channelScales: options.channelScales ?? true,
      biasCorrection: options.biasCorrection ?? true,
      errorFeedback: options.errorFeedback ?? true,
      tileBits: tileBits ?? null,
      sumBits: sumBits ?? null,
    },
    bits: bitsOption(options.bits),
    widths: options.widths === undefined ? null : widthsOption(options.widths),
    seed: integerOption('--seed', options.seed, { min: 0, max: 2 ** 31 - 1 }) ?? 1,
    limit: integerOption('--limit', options.limit, { min: 1, max: 65536 }) ?? 65536,
    threads:
      integerOption('--threads', options.threads, { min: 1, max: MOST_THREADS }) ??
      Math.min(availableParallelism(), MOST_THREADS),
    timeoutSeconds: integerOption('--timeout', options.timeout, { min: 1, max: 86_400 }),
  };
}

function bitsOption(text: string | undefined): number | null {
  if (text === 'any') return null;
  return numberOption('--bits', text, { min: 2, max: 8, unit: 'bits' }) ?? DEFAULT_BITS;
}

function widthsOption(text: string): number[] {
  const widths = text.split(',').map(Number);
  if (widths.every((width) => Number.isInteger(width) && width >= 2 && width <= 8)) {
    return [...new Set(widths)].sort((a, b) => a - b);
  }
  throw new Failure(
    'usage',
    `--widths must be integers from 2 to 8, separated by commas, not "${text}"`,
  );
}

/** A number that --set takes. */
interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

type Taken = NumberRange | readonly string[];

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

/** Which of them a chooser has. */
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

const OF_OBJECTIVE: Readonly<Record<string, Taken>> = {
  pooling: POOLINGS,
  temperature: { least: 1e-6, most: 1e6 },
};

const OF_WORDS: Readonly<Record<string, Taken>> = {
  method: ['optq', 'gpfq'],
  damping: { least: 0, most: 100 },
  order: ['curvature', 'index'],
  aimAtFloat: ['true', 'false'],
  soft: ['true', 'false'],
};

interface Hyperparameters {
  readonly chooser: Record<string, unknown>;
  readonly objective: Record<string, unknown>;
  readonly words: Record<string, unknown>;
}

/** NAME=VALUE of every --set. Throws Failure (usage). */
function hyperparameters(given: readonly string[], chooser: ChooserName): Hyperparameters {
  const found: Hyperparameters = { chooser: {}, objective: {}, words: {} };
  const own = Object.fromEntries(
    OF_CHOOSER[chooser].map((name) => [name, SEARCHES[name] as Taken]),
  );
  const known: readonly [Record<string, unknown>, Readonly<Record<string, Taken>>][] = [
    [found.chooser, own],
    [found.objective, OF_OBJECTIVE],
    [found.words, OF_WORDS],
  ];
  for (const text of given) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
    const place = known.find(([, names]) => Object.hasOwn(names, name));
    if (place === undefined) {
      const names = known.flatMap(([, taken]) => Object.keys(taken)).join(', ');
      throw new Failure(
        'usage',
        `--set takes NAME=VALUE with one of the names ${names}, not "${text}"`,
        `these are the names that --chooser ${chooser} has`,
      );
    }
    place[0][name] = parsed(`--set ${name}`, value, place[1][name] as Taken);
  }
  return found;
}

function parsed(name: string, text: string, taken: Taken): unknown {
  if (isList(taken)) {
    const choice = choiceOption(name, text, taken);
    return choice === 'true' || choice === 'false' ? choice === 'true' : choice;
  }
  const { least, most, whole = false } = taken;
  const value = Number(text);
  if (
    text.trim() !== '' &&
    value >= least &&
    value <= most &&
    (!whole || Number.isInteger(value))
  ) {
    return value;
  }
  const kind = whole ? 'an integer' : 'a number';
  throw new Failure('usage', `${name} must be ${kind} from ${least} to ${most}, not "${text}"`);
}

function isList(taken: Taken): taken is readonly string[] {
  return Array.isArray(taken);
}
