import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chosenDesigns } from '../../compare/chosen.ts';
import { type ConfigCheck, MOST_DESIGNS, parseGrid } from '../../compare/sweep-grid.ts';
import { configFaults } from '../../generator/index.ts';
import { Failure } from '../../system/failure.ts';
import { packageRoot } from '../../system/package-root.ts';

const GRID = {
  base: {
    datapath: { kind: 'lp-linear', fraction: 7 },
    grid: { rows: 64, cols: 32, products: 8 },
  },
  vary: { 'datapath.fraction': [7, 8], 'grid.products': [1, 4, 8] },
};

/** As the schema would: options of the grid are numbers, and there are but these. */
const check: ConfigCheck = (config) => {
  const { grid = {} } = config as { grid?: Record<string, unknown> };
  return Object.entries(grid).flatMap(([key, value]) => {
    const path = ['grid', key];
    if (!['rows', 'cols', 'products'].includes(key))
      return [{ path, text: `Unknown option "${key}" in grid` }];
    if (typeof value === 'number') return [];
    return [{ path, text: `grid.${key} must be an integer, not ${JSON.stringify(value)}` }];
  });
};

function expand(grid: unknown, by: ConfigCheck = check) {
  return parseGrid(JSON.stringify(grid, null, 1), 'grid.json', by);
}

test('every combination is a design, the last option varies fastest', () => {
  const designs = expand(GRID);
  expect(designs.map(({ name }) => name)).toEqual([
    'lp_linear_fraction7_products1',
    'lp_linear_fraction7_products4',
    'lp_linear_fraction7_products8',
    'lp_linear_fraction8_products1',
    'lp_linear_fraction8_products4',
    'lp_linear_fraction8_products8',
  ]);
  expect(designs[4]).toEqual({
    name: 'lp_linear_fraction8_products4',
    kind: 'systolic',
    datapath: { kind: 'lp-linear', fraction: 8 },
    grid: { rows: 64, cols: 32, products: 4 },
  });
});

test('the grid that was read is left as it is, and so is the base', () => {
  const [first, second] = expand({ base: { grid: { rows: 8 } }, vary: { 'grid.rows': [1, 2] } });
  expect([first?.grid, second?.grid]).toEqual([{ rows: 1 }, { rows: 2 }]);
});

test('objects, missing options, kinds, lists', () => {
  const vary = {
    datapath: [{ kind: 'int' }, { kind: 'lp-log' }],
    'datapath.nonNegative': [false, true],
    'sum.width': ['auto', [19, 12]],
  };
  const designs = expand({ base: {}, vary });
  expect(designs).toHaveLength(8);
  expect(designs[7]).toMatchObject({
    datapath: { kind: 'lp-log', nonNegative: true },
    sum: { width: [19, 12] },
  });
  const kinds = expand({ base: {}, vary: { 'datapath.kind': ['int', 'lp-log'] } });
  // "int" alone is a word of SystemVerilog.
  expect(kinds.map(({ name }) => name)).toEqual(['design1', 'design2']);
  const signed = expand({ base: { datapath: { kind: 'pot' } }, vary: { 'sum.shift': [-1, 1.5] } });
  expect(signed.map(({ name }) => name)).toEqual(['pot_shiftm1', 'pot_shift15']);
});

test('names that would be too long, or alike, are numbers of equal length', () => {
  const long = {
    'grid.columnsPerRegisterOfTheWholeGridAndMore': Array.from({ length: 12 }, (_, i) => i),
  };
  const names = expand({ base: { datapath: { kind: 'int' } }, vary: long }, () => []);
  expect(names[0]?.name).toBe('design01');
  expect(names[11]?.name).toBe('design12');
  const alike = expand({ base: {}, vary: { 'a.x': ['b c', 'bc'] } });
  expect(alike.map(({ name }) => name)).toEqual(['design1', 'design2']);
});

const LARGE = Array.from({ length: 30 }, (_, index) => index);

test.each([
  ['no object', [1], 'grid.json:1:1: a grid must be an object with base, vary'],
  [
    'unknown key',
    { ...GRID, variants: 1 },
    'grid.json:24:2: Unknown option "variants" in the grid (allowed: base, vary)',
  ],
  [
    'a key that every object has',
    { ...GRID, toString: 1 },
    'grid.json:24:2: Unknown option "toString" in the grid (allowed: base, vary)',
  ],
  [
    'no base',
    { vary: {} },
    'grid.json:1:1: base is missing: it must be a config of kind "systolic" without name',
  ],
  [
    'a name',
    { ...GRID, base: { name: 'x' } },
    'grid.json:3:3: base.name has no meaning: designs are named after what varies (remove it)',
  ],
  [
    'another kind',
    { ...GRID, base: { kind: 'array' } },
    'grid.json:3:3: base.kind must be "systolic", not "array"',
  ],
  [
    'a list of nothing',
    { base: {}, vary: { 'a.b': [] } },
    'grid.json:4:3: vary "a.b" must be a list of at least one value',
  ],
  [
    'no list',
    { base: {}, vary: { 'a.b': 7 } },
    'grid.json:4:3: vary "a.b" must be a list of its values',
  ],
  ['a value twice', { base: {}, vary: { a: [1, 1] } }, 'grid.json:4:3: vary "a" names 1 twice'],
  [
    'an empty path',
    { base: {}, vary: { 'a..b': [1] } },
    'grid.json:4:3: vary "a..b" is no path of an option, such as "datapath.fraction"',
  ],
  [
    'kind varies',
    { base: {}, vary: { kind: ['systolic'] } },
    'grid.json:4:3: vary "kind" is the same for all designs of a sweep',
  ],
  [
    'through a number',
    { base: { grid: 7 }, vary: { 'grid.rows': [1] } },
    'grid.json:6:3: vary "grid.rows" leads into a value that has no options',
  ],
  [
    'too many',
    { base: {}, vary: { 'grid.rows': LARGE, 'grid.cols': LARGE } },
    `grid.json:3:2: vary gives 30 x 30 = 900 designs, and at most ${MOST_DESIGNS} are allowed (sweep in parts: nothing is done twice)`,
  ],
  [
    'a wrong value in a list',
    { ...GRID, vary: { 'grid.products': [1, 'two'] } },
    'grid.json:16:4: grid.products must be an integer, not "two"',
  ],
  [
    'a wrong path',
    { ...GRID, vary: { 'grid.prodcts': [1, 2] } },
    'grid.json:15:4: Unknown option "prodcts" in grid',
  ],
  [
    'a wrong base',
    { ...GRID, base: { grid: { rows: '64' } } },
    'grid.json:4:4: grid.rows must be an integer, not "64"',
  ],
])('refused: %s', (_, grid, line) => {
  expect(failureOf(() => expand(grid))).toBe(line);
});

test('no JSON at all', () => {
  expect(failureOf(() => parseGrid('{ "base": ', 'g.json', check))).toContain(
    'g.json:1:11: not a JSON object',
  );
});

test('designs by id: each once, unknown ones with what is near', () => {
  const known = ['int8_booth_dot8', 'int8_dot8', 'lp_linear_dot8'];
  expect(chosenDesigns(['int8_dot8', 'int8_dot8'], known)).toEqual(['int8_dot8']);
  expect(
    failureOf(() => chosenDesigns(['int8_booth', 'int8_dot8', 'zzzzzzzzzzzzzzzzzzzz'], known)),
  ).toMatch(
    /^no designs "int8_booth" \(nearest: int8_dot8, int8_booth_dot8\), "z+" \(docs\/compare\.md lists the known ones\)$/,
  );
});

function failureOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.exitCode).toBe(2);
    return `${error.message}${error.hint ? ` (${error.hint})` : ''}`;
  }
  throw new Error('nothing was refused');
}

test('the example of the docs, by the schema of configs', () => {
  const page = readFileSync(join(packageRoot, 'docs/compare.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const designs = parseGrid(example, 'grid.json', configFaults);
  expect(designs.map(({ name }) => name)).toEqual([
    'int_multiplierarray_products1',
    'int_multiplierarray_products4',
    'int_multiplierarray_products8',
    'int_multiplierbooth_products1',
    'int_multiplierbooth_products4',
    'int_multiplierbooth_products8',
  ]);
  const [, line = ''] = /^logposit: (grid\.json:.*)$/m.exec(page) ?? [];
  const wrong = example.replace('[1, 4, 8]', '[1, 4, 64]');
  expect(failureOf(() => parseGrid(wrong, 'grid.json', configFaults))).toBe(line);
  const misspelt = example.replace('datapath.multiplier', 'datapath.multiplyer');
  expect(failureOf(() => parseGrid(misspelt, 'grid.json', configFaults))).toContain(
    'Unknown option "multiplyer" in datapath (did you mean "multiplier"?)',
  );
});
