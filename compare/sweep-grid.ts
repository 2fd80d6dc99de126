import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Fault, faultFailure } from '../generator/index.ts';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';
import { parseJsonText } from '../system/json-text.ts';
import type { SweepConfig } from './request.ts';
import { type Grid, gridFaults, isObject, type Options, segments } from './sweep-faults.ts';
import { sweepNames } from './sweep-names.ts';

/** What a config does wrong by its schema; nothing where it is right. */
export type ConfigCheck = (config: unknown) => readonly Fault[];

/** Designs of one sweep: beyond this a typing error would cost days. */
export const MOST_DESIGNS = 512;

/** Reads and expands a grid file. Throws Failure (input) that names line and path, or (io). */
export async function readGrid(path: string, check: ConfigCheck): Promise<SweepConfig[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const failure = ioFailure(error, 'read', path);
    if (!['ENOENT', 'EISDIR', 'ENOTDIR'].includes(errorCode(error))) throw failure;
    throw new Failure('input', failure.message, 'docs/compare.md says what a grid file holds');
  }
  return parseGrid(text, basename(path), check);
}

/**
 * Every design of a grid, the last option varying fastest; `file` is its name in messages. Throws
 * Failure (input).
 */
export function parseGrid(text: string, file: string, check: ConfigCheck): SweepConfig[] {
  return parseJsonText(text, { file, what: 'a grid' }, (json) => {
    const faults = [...gridFaults(json.value)];
    if (faults.length > 0) throw faultFailure(faults, json, file);
    const { base, vary } = json.value as { base: Options; vary: Record<string, unknown[]> };
    const grid = { base, vary: Object.entries(vary).map(([path, values]) => ({ path, values })) };
    return expand(grid, check, (found) => faultFailure(found, json, file));
  });
}

/** Faults as one line that says where the first of them is in the file. */
type Report = (faults: readonly Fault[]) => Failure;

function expand(grid: Grid, check: ConfigCheck, report: Report): SweepConfig[] {
  const sizes = grid.vary.map(({ values }) => values.length);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count > MOST_DESIGNS) throw report([tooMany(sizes, count)]);
  const choices = combinations(sizes);
  const names = sweepNames(grid, choices);
  return choices.map((choice, index) => {
    const options = configOf(grid, choice);
    if ('fault' in options) throw report([options.fault]);
    const config = { name: names[index] ?? '', kind: 'systolic', ...options.config };
    const faults = check(config);
    if (faults.length === 0) return config;
    throw report(faults.map((fault) => ({ ...fault, path: placeOf(fault.path, grid, choice) })));
  });
}

function tooMany(sizes: readonly number[], count: number): Fault {
  const product = sizes.length === 1 ? '' : `${sizes.join(' x ')} = `;
  return {
    path: ['vary'],
    text: `vary gives ${product}${count.toLocaleString('en')} designs, and at most ${MOST_DESIGNS} are allowed`,
    hint: 'sweep in parts: nothing is done twice',
  };
}

/** Indices of values, one for each option that varies. */
function combinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (choices, size) =>
      choices.flatMap((choice) => Array.from({ length: size }, (_, index) => [...choice, index])),
    [[]],
  );
}

type Combined = { readonly config: Options } | { readonly fault: Fault };

function configOf({ base, vary }: Grid, choice: readonly number[]): Combined {
  const settings = vary.map(({ path, values }, index) => ({
    path,
    value: values[choice[index] ?? 0],
  }));
  // An object goes in before what varies inside of it.
  settings.sort((a, b) => segments(a.path).length - segments(b.path).length);
  let config = base;
  for (const { path, value } of settings) {
    const changed = withOption(config, segments(path), value);
    if (changed === undefined) {
      const text = `vary ${JSON.stringify(path)} leads into a value that has no options`;
      return { fault: { path: ['vary', path], text } };
    }
    config = changed;
  }
  return { config };
}

/** A copy with one option set; undefined where the path leads through a value that is no object. */
function withOption(config: unknown, path: readonly string[], value: unknown): Options | undefined {
  const [key, ...rest] = path;
  if (key === undefined || !isObject(config)) return undefined;
  if (rest.length === 0) return { ...config, [key]: value };
  const inner = withOption(config[key] ?? {}, rest, value);
  return inner && { ...config, [key]: inner };
}

/** Where a grid says what a path of a config holds: in `base`, or in a list of `vary`. */
function placeOf(
  path: readonly PropertyKey[],
  { vary }: Grid,
  choice: readonly number[],
): PropertyKey[] {
  const [nearest] = vary
    .map((variation, index) => ({ keys: segments(variation.path), path: variation.path, index }))
    .filter(({ keys }) => keys.every((key, depth) => key === String(path[depth])))
    .sort((a, b) => b.keys.length - a.keys.length);
  if (nearest === undefined) return ['base', ...path];
  return ['vary', nearest.path, choice[nearest.index] ?? 0, ...path.slice(nearest.keys.length)];
}
