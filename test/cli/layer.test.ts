import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { npyBytes } from '../../tensor/write-npy.ts';
import { dataAbsent, sharedData } from '../support/shared-data.ts';
import { f32, npy } from '../support/tensor-files.ts';
import { logposit, type Workplace, workplace } from './command-line.ts';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.dispose());

function json(...args: readonly string[]) {
  const { stdout, stderr, code } = logposit([...args, '--json'], { cwd: place.directory });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

function write(file: string, bytes: Uint8Array): void {
  writeFileSync(join(place.directory, file), bytes);
}

const TERNARY = JSON.stringify({
  name: 'tern',
  weight: { n: 2, es: 0, rs: 1 },
  activation: { n: 2, es: 0, rs: 1 },
  accumulator: { depth: 3 },
});

describe('verify --weights', () => {
  beforeEach(() => {
    place.write('tern.json', TERNARY);
    // Rows +1 0 -1 and -1 NaR 0, given column by column.
    write('w.npy', npyBytes(Uint8Array.of(1, 3, 0, 2, 3, 0), [3, 2], 'uint8'));
    write('a.npy', npy({ shape: '(2, 3)', data: f32(1, 0, 1, -1, 1, 1) }));
  });

  test('words and vectors from files: exact sums, a NaR, the figures in text and JSON', () => {
    const args = ['verify', 'tern.json', '--weights', 'w.npy', '--axis', '1'];
    const given = [...args, '--activations', 'a.npy', '--seed', '1'];
    const report = json(...given);
    expect(report).toMatchObject({ verdict: 'pass', mismatches: 0, seed: 1 });
    expect(report.checks.map(({ name }: { name: string }) => name)).toContain(
      'dot products of w.npy',
    );
    expect(report.layer).toEqual({
      weights: 'w.npy',
      activations: 'a.npy',
      formats: { weight: 'LP<2,0,1>', activation: 'LP<2,0,1>' },
      rounding: 'log',
      channels: 2,
      depth: 3,
      vectors: 2,
      products: 12,
      mismatches: 0,
      sqnr: null,
      overflowed: 0,
      nar: 2,
    });
    const { stdout } = logposit(given, { cwd: place.directory });
    expect(stdout).toContain('w.npy: 2 channels of 3, LP<2,0,1>');
    expect(stdout).toContain('a.npy: 2 vectors, LP<2,0,1>');
    expect(stdout).toContain('0 sums overflowed, 2 NaR');
  });

  test('rows of another length: one line with both shapes', () => {
    const args = ['verify', 'tern.json', '--weights', 'w.npy', '--activations', 'a.npy'];
    expect(logposit(args, { cwd: place.directory })).toEqual({
      stdout: '',
      stderr:
        'logposit: w.npy [3, 2] has 2 weights per channel, a.npy [2, 3] has 3 activations per vector (both must be the same; activations are [vectors, K])\n',
      code: 2,
    });
  });

  test('integers that are no words', () => {
    write('a.npy', npyBytes(Uint8Array.of(1, 4), [1, 2], 'uint8'));
    const args = ['verify', 'tern.json', '--weights', 'w.npy', '--activations', 'a.npy'];
    expect(logposit(args, { cwd: place.directory })).toEqual({
      stdout: '',
      stderr:
        'logposit: a.npy: activation 1 of vector 0 is 4, no word of LP<2,0,1> (integers are taken for words, 0 to 3; values to be rounded must be floating-point)\n',
      code: 2,
    });
  });
});

/** A 1 x 1 convolution of a trained network: 64 channels of 64 weights. */
const LAYER = join(sharedData, 'kws_dscnn.onnx#pw1/conv.weight');
const ROUNDING = ['--rounding', 'linear'];

describe.skipIf(dataAbsent !== '')(`a layer of a trained network${dataAbsent}`, () => {
  test.each([8, 4, 2])('at n = %d: fitted, then verified bit for bit', (n) => {
    const fitted = json('fit', LAYER, '--n', `${n}`, ...ROUNDING, '--out', 'kws.json');
    const { sqnr } = fitted.best;
    if (n === 8) {
      const int8 = fitted.others.find(({ name }: { name: string }) => name === 'INT8').sqnr;
      expect(Math.abs(sqnr - 42.2)).toBeLessThanOrEqual(0.1);
      expect(sqnr).toBeGreaterThanOrEqual(int8);
    }
    const report = json('verify', 'kws.json', '--weights', LAYER, ...ROUNDING, '--seed', '5');
    expect(report).toMatchObject({ verdict: 'pass', mismatches: 0, exhaustive: true });
    expect(report.layer).toMatchObject({
      activations: 'random:5:200',
      channels: 64,
      depth: 64,
      vectors: 200,
      products: 64 * 64 * 200,
      mismatches: 0,
      overflowed: 0,
      nar: 0,
    });
    // Both operands are rounded, about equally badly, and the sums truncate.
    expect(report.layer.sqnr).toBeLessThan(sqnr);
    expect(report.layer.sqnr).toBeGreaterThan(sqnr - 6);
  });

  test('the words that fit writes are those that verify makes of the weights', () => {
    const out = (file: string) => ['fit', LAYER, ...ROUNDING, '--out', file];
    json(...out('words.npy'));
    const { stdout } = logposit(out('kws.json'), { cwd: place.directory });
    const next = `npx logposit verify kws.json --weights ${LAYER} --rounding linear`;
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`next: ${next}`);
    const few = ['--activations', 'random:1:10', '--seed', '1', ...ROUNDING];
    const words = json('verify', 'kws.json', '--weights', 'words.npy', ...few);
    const reals = json('verify', 'kws.json', '--weights', LAYER, ...few);
    expect(words.layer).toMatchObject({ mismatches: 0, channels: 64, vectors: 10 });
    // Without the error of the weights, only that of the activations and the sums is left.
    expect(words.layer.sqnr).toBeGreaterThan(reals.layer.sqnr);
  });
});
