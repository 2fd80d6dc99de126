import type { Fault } from '../generator/index.ts';
import type { ChooserName } from '../search/choosers/index.ts';
import { hyperparameterFault, hyperparametersOf, type Taken } from '../search/hyperparameters.ts';
import { countRuns, freeThreeOf } from './combinations.ts';
import type { Study, StudyInputs, StudyRuns } from './schema.ts';

/** Runs of one study: beyond this a typing error would cost days. */
export const MOST_RUNS = 4096;

/** What is wrong with a study whose options are right one by one. */
export function* studyFaults(study: Study): Generator<Fault> {
  const { networks, runs } = study;
  const names = new Set<string>();
  for (const [index, network] of networks.entries()) {
    const place = ['networks', index];
    if (names.has(network.name)) {
      const text = `two networks have the name ${JSON.stringify(network.name)}`;
      yield { path: [...place, 'name'], text };
    }
    names.add(network.name);
    yield* inputsFaults(network.calib, [...place, 'calib']);
    yield* inputsFaults(network.judge, [...place, 'judge']);
    if (network.judge.labels !== undefined && network.judge.synthetic !== undefined) {
      const text = `${dotted([...place, 'judge', 'labels'])} has no meaning: drawn inputs have no right answers`;
      yield { path: [...place, 'judge', 'labels'], text, hint: 'remove it' };
    }
  }
  yield* runsFaults(runs);
  const count = countRuns(study);
  if (count > MOST_RUNS) {
    const text = `runs gives ${count.toLocaleString('en')} runs, and at most ${MOST_RUNS} are allowed`;
    yield { path: ['runs'], text, hint: 'study in parts: nothing is done twice' };
  }
}

const OF_FILE = ['shape', 'from'] as const;
const OF_KIND = { normal: ['mean', 'deviation'], uniform: ['low', 'high'] } as const;
const DRAWN = ['seed', ...OF_KIND.normal, ...OF_KIND.uniform] as const;

function* inputsFaults(given: StudyInputs, path: readonly PropertyKey[]): Generator<Fault> {
  const { inputs, synthetic, count, low = 0, high = 1 } = given;
  if ((inputs === undefined) === (synthetic === undefined)) {
    const text = `${dotted(path)} must have either inputs or synthetic`;
    yield { path, text, hint: 'a file of inputs, or "normal" or "uniform" for drawn ones' };
    return;
  }
  const idle =
    synthetic === undefined
      ? DRAWN
      : [...OF_FILE, ...OF_KIND[synthetic === 'normal' ? 'uniform' : 'normal']];
  for (const key of idle) {
    if (given[key] === undefined) continue;
    const what = synthetic === undefined ? 'inputs of a file' : `"synthetic": "${synthetic}"`;
    const place = [...path, key];
    yield { path: place, text: `${dotted(place)} has no meaning with ${what}`, hint: 'remove it' };
  }
  if (synthetic === undefined) return;
  if (count === undefined) {
    const place = [...path, 'count'];
    yield { path: place, text: `${dotted(place)} is missing: how many inputs are drawn` };
  }
  if (synthetic === 'uniform' && !(low < high)) {
    const place = [...path, given.low === undefined ? 'high' : 'low'];
    yield { path: place, text: `${dotted(path)} must have low < high, not ${low} and ${high}` };
  }
}

function* runsFaults(runs: StudyRuns): Generator<Fault> {
  const { set: _, freeThree, ...lists } = runs;
  for (const [key, values] of Object.entries(lists)) yield* twice(key, values, values);
  // true is all three by their names.
  yield* twice('freeThree', freeThree, freeThree.map(freeThreeOf));
  yield* setFaults(runs);
}

/** Values that mean the same, as the file writes them. */
function* twice(
  key: string,
  values: readonly unknown[],
  meanings: readonly unknown[],
): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, meaning] of meanings.map((one) => JSON.stringify(one)).entries()) {
    if (seen.has(meaning)) {
      const text = `runs.${key} names ${JSON.stringify(values[index])} twice`;
      yield { path: ['runs', key, index], text };
    }
    seen.add(meaning);
  }
}

function* setFaults({ chooser: choosers, set }: StudyRuns): Generator<Fault> {
  const known = knownHyperparameters(choosers);
  for (const [name, value] of Object.entries(set)) {
    const path = ['runs', 'set', name];
    const taken = known.get(name);
    if (taken === undefined) {
      const text = `Unknown option ${JSON.stringify(name)} in runs.set`;
      yield { path, text, hint: `these choosers have ${[...known.keys()].join(', ')}` };
      continue;
    }
    const allowed = hyperparameterFault(value, taken);
    if (allowed === undefined) continue;
    yield { path, text: `${dotted(path)} must be ${allowed}, not ${JSON.stringify(value)}` };
  }
}

function knownHyperparameters(choosers: readonly ChooserName[]): Map<string, Taken> {
  return new Map(
    choosers.flatMap((chooser) => {
      const { chooser: own, objective, words } = hyperparametersOf(chooser);
      return Object.entries({ ...own, ...objective, ...words });
    }),
  );
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
