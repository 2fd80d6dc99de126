import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planText } from '../../quantize/plan.ts';
import { packageRoot } from '../../system/package-root.ts';
import { plan } from '../quantize/plan-by-hand.ts';
import { type Ended, logposit, logpositEach, type Workplace, workplace } from './command-line.ts';

let place: Workplace;

beforeAll(() => {
  place = workplace();
  place.write('plan.json', planText(plan));
  place.write('none.json', planText({ ...plan, layers: [] }));
  place.write('five.json', planText(plan).replace('"mode": 8', '"mode": 5'));
  place.write('many.json', planText(plan).replace('"rows": 4', '"rows": 65'));
  place.write('cut.json', '{ "version": 1');
  for (const name of ['lp8.json', 'lpa.json']) {
    place.write(name, readFileSync(join(packageRoot, 'examples', name), 'utf8'));
  }
});

afterAll(() => place.dispose());

function filesOf(directory: string): Record<string, string> {
  const path = join(place.directory, directory);
  return Object.fromEntries(
    readdirSync(path).map((file) => [file, readFileSync(join(path, file), 'utf8')]),
  );
}

test('generate --plan: the array that a plan needs, and the config that gives it again', () => {
  const cwd = place.directory;
  const args = ['generate', '--plan', 'plan.json', '-o', 'rtl', '--write-config', 'made.json'];
  const first = logposit([...args, '--json'], { cwd });
  expect(first).toMatchObject({ stderr: '', code: 0 });
  expect(JSON.parse(first.stdout)).toMatchObject({ name: 'lpa_plan', directory: 'rtl' });
  const config = JSON.parse(readFileSync(join(cwd, 'made.json'), 'utf8'));
  expect(config).toMatchObject({
    array: { rows: 4, cols: 8, modes: [8], maxEs: 0, tileWidth: 20 },
    accumulator: { fraction: 10, width: 20, startMax: 1536 },
    encoder: { fraction: 8 },
  });
  const again = logposit(['generate', 'made.json', '-o', 'again'], { cwd });
  expect(again).toMatchObject({ stderr: '', code: 0 });
  expect(filesOf('again')).toEqual(filesOf('rtl'));
  // Measured once more it is the same.
  const twice = logposit(['generate', 'made.json', '--plan', 'plan.json', '-o', 'twice'], { cwd });
  expect(twice).toMatchObject({ stderr: '', code: 0 });
  expect(filesOf('twice')).toEqual(filesOf('rtl'));
});

const CASES: readonly (readonly [string, number, string])[] = [
  ['', 2, "missing required argument 'config' (give a config, or --plan)"],
  [
    'lpa.json --write-config out.json',
    2,
    '--write-config has no meaning without --plan (it writes the config of the array that a plan needs)',
  ],
  ['--plan away.json', 4, 'cannot read away.json: no such file or directory'],
  [
    '--plan cut.json',
    2,
    'cut.json:1:15: not a JSON object: "}" is missing (a plan is one JSON object, without comments or trailing commas)',
  ],
  ['--plan many.json', 2, 'many.json:4:14: array.rows must be an integer from 1 to 64, not 65'],
  ['--plan none.json', 2, 'none.json: layers is empty: no array can be measured by it'],
  [
    '--plan five.json',
    2,
    'five.json: layer "conv1": mode must be 8, 4 or 2, not 5 (an array that takes formats at run time has no other words)',
  ],
  [
    'lpa.json --plan plan.json',
    2,
    'plan.json: array.rows must be 8, as the array has it, not 4 (starts, scales and widths mean something else on another array: make a plan for this one)',
  ],
  [
    'lp8.json --plan plan.json',
    2,
    'lp8.json: kind is "pe", and a plan needs an array (kind "array")',
  ],
  [
    '--plan plan.json --write-config plan.json',
    2,
    '--write-config plan.json is the file that is read from (name another file)',
  ],
  [
    '--plan plan.json --write-config away/made.json',
    4,
    'cannot write away/made.json: no such file or directory',
  ],
];

describe('refused, with nothing written', () => {
  let outcomes: readonly Ended[] = [];
  let before: readonly string[] = [];
  beforeAll(() => {
    before = place.listing();
    outcomes = logpositEach(
      CASES.map(([args]) => ({
        args: ['generate', ...args.split(' ').filter((arg) => arg !== '')],
        cwd: place.directory,
      })),
    );
  });

  test.each(CASES.map(([args, code, line], index) => ({ args, code, line, index })))(
    'generate $args',
    ({ code, line, index }) => {
      const { stdout, stderr, code: ended } = outcomes[index] as Ended;
      expect({ stdout, stderr, ended }).toEqual({
        stdout: '',
        stderr: `logposit: ${line}\n`,
        ended: code,
      });
    },
  );

  test('the directory is as it was', () => {
    expect(place.listing()).toEqual(before);
  });
});
