import { availableParallelism } from 'node:os';
import type { ChooserName } from '../search/choosers/index.ts';
import { choosers } from '../search/choosers/index.ts';
import {
  type Hyperparameters,
  hyperparameterFault,
  hyperparametersOf,
  isList,
  type Taken,
} from '../search/hyperparameters.ts';
import {
  OBJECTIVE_DEFAULTS,
  OBJECTIVES,
  type ObjectiveName,
  type ObjectiveOptions,
} from '../search/objectives/objective.ts';
import { WORD_DEFAULTS, type WordOptions } from '../search/options.ts';
import { Failure } from '../system/failure.ts';
import { randomOption } from './calibration-inputs.ts';
import { choiceOption, integerOption, numberOption, type QuantizeOptions } from './options.ts';
import { COSTS, type CostName } from './quantize-cost.ts';

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
  /** What bits cost beside the loss. */
  readonly cost: CostName;
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
  // Told before files are read.
  randomOption(options.calib);
  const chooser = choiceOption('--chooser', options.chooser, CHOOSERS) ?? 'exact';
  const set = hyperparameters(options.set ?? [], chooser);
  const cost = choiceOption('--cost', options.cost, COSTS) ?? 'bits';
  checkCost(cost, options.cost, set.chooser);
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
    cost,
    widths: options.widths === undefined ? null : widthsOption(options.widths),
    seed: integerOption('--seed', options.seed, { min: 0, max: 2 ** 31 - 1 }) ?? 1,
    limit: integerOption('--limit', options.limit, { min: 1, max: 65536 }) ?? 65536,
    threads:
      integerOption('--threads', options.threads, { min: 1, max: MOST_THREADS }) ??
      Math.min(availableParallelism(), MOST_THREADS),
    timeoutSeconds: integerOption('--timeout', options.timeout, { min: 1, max: 86_400 }),
  };
}

/** A cost without a weight would be ignored. */
function checkCost(
  cost: CostName,
  asked: string | undefined,
  { costWeight }: Readonly<Record<string, unknown>>,
): void {
  if (asked === undefined || (typeof costWeight === 'number' && costWeight > 0)) return;
  throw new Failure(
    'usage',
    `--cost ${cost} has no effect without a weight`,
    'add --set costWeight=0.005: what all MACs in 8 bits count beside the loss (choosers ilp, descent, exact)',
  );
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

/** NAME=VALUE of every --set. Throws Failure (usage). */
function hyperparameters(given: readonly string[], chooser: ChooserName): Hyperparameters<unknown> {
  const found = {
    chooser: {} as Record<string, unknown>,
    objective: {} as Record<string, unknown>,
    words: {} as Record<string, unknown>,
  };
  const taken = hyperparametersOf(chooser);
  const known: readonly [Record<string, unknown>, Readonly<Record<string, Taken>>][] = [
    [found.chooser, taken.chooser],
    [found.objective, taken.objective],
    [found.words, taken.words],
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
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const allowed = hyperparameterFault(value, taken);
  if (allowed === undefined) return value;
  throw new Failure('usage', `${name} must be ${allowed}, not "${text}"`);
}
