import { isKeyword } from '../generator/systemverilog.ts';
import { type Grid, isObject, segments, type Variation } from './sweep-faults.ts';

/**
 * Names that say what varies, as lp_linear_fraction7_products8; all are numbers where one would be too
 * long or stand for two designs.
 */
export function sweepNames(grid: Grid, choices: readonly (readonly number[])[]): string[] {
  const spoken = choices.map((choice) => spokenName(grid, choice));
  if (spoken.every(isName) && new Set(spoken).size === spoken.length) return spoken;
  const digits = String(choices.length).length;
  return choices.map((_, index) => `design${String(index + 1).padStart(digits, '0')}`);
}

function spokenName({ base, vary }: Grid, choice: readonly number[]): string {
  const parts = vary.map((variation, index) => partOf(variation, choice[index] ?? 0));
  const varies = vary.some(({ path }) => path === 'datapath' || path === KIND);
  const kind = !varies && isObject(base.datapath) ? slug(base.datapath.kind) : '';
  return [kind, ...parts].filter((part) => part !== '').join('_');
}

const KIND = 'datapath.kind';

function partOf({ path, values }: Variation, index: number): string {
  const value = slug(values[index]);
  return path === KIND ? value : slug(segments(path).at(-1)) + value;
}

/** As the schema of configs wants it. */
function isName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,39}$/.test(name) && !name.includes('__') && !isKeyword(name);
}

/** What of a value may stand in a name. */
function slug(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text
    .toLowerCase()
    .replace(/-(?=\d)/g, 'm')
    .replace(/-|(?<=\d),(?=\d)/g, '_')
    .replace(/[^a-z0-9_]/g, '');
}
