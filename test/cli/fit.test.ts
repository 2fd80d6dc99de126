import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../generator/index.ts';
import { encodeReal } from '../../golden/exact/encode.ts';
import { lpFormat } from '../../golden/format.ts';
import { readTensor } from '../../tensor/index.ts';
import { f32, npy } from '../support/tensor-files.ts';
import { logposit, type Workplace, workplace } from './command-line.ts';

const WEIGHTS = [0.5, -0.25, 0.1, 0.7, -0.05, 0.011];

let place: Workplace;
beforeEach(() => {
  place = workplace();
  const bytes = npy({ shape: '(2, 3)', data: f32(...WEIGHTS) });
  writeFileSync(join(place.directory, 'w.npy'), bytes);
});
afterEach(() => place.dispose());

function fitted(...args: readonly string[]): string {
  const { stdout, stderr, code } = logposit(['fit', 'w.npy', ...args], { cwd: place.directory });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout;
}

test('--json is one document', () => {
  const answer = JSON.parse(fitted('--json', '--n', '6', '--axis', '1'));
  expect(answer).toMatchObject({
    tensor: { reference: 'w.npy', shape: [2, 3], channels: 3, depth: 2 },
    n: 6,
    rounding: 'log',
  });
  expect(Object.keys(answer.best)).toEqual(['es', 'rs', 'sf', 'sqnr', 'zeros', 'saturated']);
  expect(answer.others.map(({ name }: { name: string }) => name)).toEqual([
    'INT6',
    'posit<6,0>',
    'posit<6,1>',
    'posit<6,2>',
  ]);
});

test.each([
  ['8', '0'],
  ['10', '1'],
])('--out writes the words in the order of the file (n = %s, axis %s)', async (n, axis) => {
  const answer = JSON.parse(fitted('--json', '--n', n, '--axis', axis, '--out', 'words.npy'));
  const { es, rs, sf } = answer.best;
  const format = lpFormat({ n: Number(n), es, rs, sf });
  const words = await readTensor('words.npy', { base: place.directory });
  expect(words).toMatchObject({ kind: 'integer', shape: [2, 3] });
  expect([...words.values]).toEqual(
    [...Float32Array.from(WEIGHTS)].map((x) =>
      encodeReal(format, x, { rounding: 'log', underflow: 'flush' }),
    ),
  );
});

test.each([
  ['w.npy', '--out w.npy is the file that the tensor is read from (name another file)'],
  [
    '1.json',
    '--out 1.json: a config is named as its file, which is no name (a name starts with a to z, goes on with a to z, 0 to 9 and single _, and is no SystemVerilog keyword)',
  ],
])('--out %s is refused, and the tensor stays', (out, line) => {
  const before = readFileSync(join(place.directory, 'w.npy'));
  const { stdout, stderr, code } = logposit(['fit', 'w.npy', '--out', out], {
    cwd: place.directory,
  });
  expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: `logposit: ${line}\n`, code: 2 });
  expect(readFileSync(join(place.directory, 'w.npy'))).toEqual(before);
});

test('--out writes a config that generate takes', () => {
  const { best } = JSON.parse(fitted('--json', '--out', 'my.json'));
  const config = parseConfig(readFileSync(join(place.directory, 'my.json'), 'utf8'), 'my.json');
  const { es, rs, sf } = best;
  const accumulator = { depth: 3 };
  expect(config).toMatchObject({ name: 'my', weight: { n: 8, es, rs, sf }, accumulator });
});

test('the command that comes next, as a shell takes it', () => {
  const bytes = npy({ shape: '(2, 3)', data: f32(...WEIGHTS) });
  writeFileSync(join(place.directory, "it's.npy"), bytes);
  const args = ['fit', "it's.npy", '--axis', '1', '--rounding', 'linear', '--out', 'my.json'];
  const { stdout } = logposit(args, { cwd: place.directory });
  expect(stdout).toContain(
    "next: npx logposit verify my.json --weights 'it'\\''s.npy' --rounding linear --axis 1\n",
  );
});

test('text without colour where there is no terminal', () => {
  const text = fitted();
  expect(text).toContain('SQNR dB');
  expect(text).toContain('"weight": {"n":8,');
  expect(text).not.toContain('\u001b');
});
