import type { Fault } from '../generator/index.ts';

/** A base config, and the values of the options that vary: every combination is a design. */
export interface Grid {
  readonly base: Options;
  readonly vary: readonly Variation[];
}

export interface Variation {
  /** As the grid writes it, e.g. "datapath.fraction". */
  readonly path: string;
  readonly values: readonly unknown[];
}

export type Options = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function segments(path: string): string[] {
  return path.split('.');
}

const WHAT = {
  base: 'a config of kind "systolic" without name',
  vary: 'an object with a list of values for each path, such as "datapath.fraction": [7, 8]',
} as const;

/** What is wrong with the grid itself, whatever its configs are. */
export function* gridFaults(grid: unknown): Generator<Fault> {
  if (!isObject(grid)) {
    yield { path: [], text: 'a grid must be an object with base, vary' };
    return;
  }
  for (const key of Object.keys(grid)) {
    if (Object.hasOwn(WHAT, key)) continue;
    const text = `Unknown option ${JSON.stringify(key)} in the grid`;
    yield { path: [key], text, hint: 'allowed: base, vary' };
  }
  for (const [key, what] of Object.entries(WHAT)) {
    const value = grid[key];
    if (value === undefined) yield { path: [key], text: `${key} is missing: it must be ${what}` };
    else if (!isObject(value)) yield { path: [key], text: `${key} must be ${what}` };
  }
  if (isObject(grid.base)) yield* baseFaults(grid.base);
  if (isObject(grid.vary)) yield* varyFaults(grid.vary);
}

function* baseFaults({ name, kind }: Options): Generator<Fault> {
  if (name !== undefined) {
    const text = 'base.name has no meaning: designs are named after what varies';
    yield { path: ['base', 'name'], text, hint: 'remove it' };
  }
  if (kind !== undefined && kind !== 'systolic') {
    const text = `base.kind must be "systolic", not ${JSON.stringify(kind)}`;
    yield { path: ['base', 'kind'], text };
  }
}

function* varyFaults(vary: Options): Generator<Fault> {
  for (const [path, values] of Object.entries(vary)) {
    const text = variationText(path, values);
    if (text !== '') yield { path: ['vary', path], text: `vary ${JSON.stringify(path)} ${text}` };
  }
}

function variationText(path: string, values: unknown): string {
  const keys = segments(path);
  if (keys.includes('')) return 'is no path of an option, such as "datapath.fraction"';
  if (keys[0] === 'name' || keys[0] === 'kind') return 'is the same for all designs of a sweep';
  if (!Array.isArray(values)) return 'must be a list of its values';
  if (values.length === 0) return 'must be a list of at least one value';
  const seen = new Set<string>();
  for (const text of values.map((value) => JSON.stringify(value))) {
    if (seen.has(text)) return `names ${text} twice`;
    seen.add(text);
  }
  return '';
}
