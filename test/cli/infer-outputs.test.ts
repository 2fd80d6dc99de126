import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InferReport } from '../../infer/report.ts';
import { createRandom } from '../../sim/random.ts';
import { packageRoot } from '../../system/package-root.ts';
import { floats, node, onnxModel } from '../support/onnx-models.ts';
import { f32, npy, onnxNode } from '../support/tensor-files.ts';
import { type Ended, logpositEach, type Workplace, workplace } from './command-line.ts';

/** What `infer` prints and writes: one document, files that agree with it, plans that are taken. */

const COUNT = 40;
const NAME = 'first <b>&"layer"';

function model(scale: number): Uint8Array {
  const random = createRandom(4, 'outputs');
  const values = (length: number) => Array.from({ length }, () => random.below(2001) / 1000 - 1);
  return onnxModel({
    nodes: [
      ...[
        node('Mul', 'x s', 'z'),
        onnxNode({ operator: 'MatMul', name: NAME, inputs: ['z', 'w'], outputs: ['m'] }),
        node('Relu', 'm', 'r'),
      ],
      node('MatMul', 'r v', 'y'),
    ],
    initializers: [
      ...[
        floats('s', [], [scale]),
        floats('w', [6, 8], values(48)),
        floats('v', [8, 5], values(40)),
      ],
    ],
    inputs: [{ name: 'x', dims: ['N', 6] }],
    outputs: [{ name: 'y' }],
  });
}

const OTHER_ARRAY = {
  name: 'odd',
  kind: 'array',
  array: { rows: 3, cols: 2, maxEs: 1, tileWidth: 32 },
  accumulator: { fraction: 10, width: 36, depth: 256, startMax: 2 ** 20 },
};

const COMMON = 'infer m.onnx --inputs x.npy --labels labels.bin';
const CALLS = {
  made: `${COMMON} --json --outputs y.npy --html page.html --write-plan plan.json`,
  again: `${COMMON} --json --outputs again.npy --plan plan.json`,
  batches: `${COMMON} --json --outputs batches.npy --plan plan.json --batch 7`,
  limited: `${COMMON} --json --limit 3 --plan plan.json`,
  float: `${COMMON} --json --on float --outputs float.npy`,
  text: `${COMMON} --plan plan.json`,
  otherModel: 'infer n.onnx --inputs x.npy --plan plan.json',
  otherArray: `${COMMON} --plan plan.json --config odd.json`,
  overflowing: `${COMMON} --plan over.json`,
} as const;

/** Numbers behind the header of a .npy file of version 1. */
function numbersOf(path: string): number[] {
  const bytes = readFileSync(path);
  const data = Uint8Array.from(bytes.subarray(10 + bytes.readUInt16LE(8)));
  return Array.from(new Float32Array(data.buffer));
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

describe('infer', () => {
  let place: Workplace;
  const ended = new Map<string, Ended>();
  const report = (call: keyof typeof CALLS): InferReport =>
    JSON.parse(ended.get(call)?.stdout ?? '');
  const at = (name: string) => join(place.directory, name);

  beforeAll(() => {
    place = workplace();
    const random = createRandom(5, 'inputs');
    const inputs = Array.from({ length: COUNT * 6 }, () => random.below(4001) / 1000 - 2);
    writeFileSync(at('m.onnx'), model(0.5));
    writeFileSync(at('n.onnx'), model(0.25));
    writeFileSync(at('x.npy'), npy({ shape: `(${COUNT}, 6)`, data: f32(...inputs) }));
    writeFileSync(
      at('labels.bin'),
      Uint8Array.from({ length: COUNT }, () => random.below(5)),
    );
    place.write('odd.json', JSON.stringify(OTHER_ARRAY));
    const run = (names: readonly (keyof typeof CALLS)[]) => {
      const calls = names.map((name) => ({ args: CALLS[name].split(' '), cwd: place.directory }));
      for (const [index, outcome] of logpositEach(calls).entries()) {
        ended.set(names[index] as string, outcome);
      }
    };
    run(['made']);
    const plan = JSON.parse(readFileSync(at('plan.json'), 'utf8'));
    plan.layers[0].starts = [2 ** 40];
    place.write('over.json', JSON.stringify(plan));
    run([
      'again',
      'batches',
      'limited',
      'float',
      'text',
      'otherModel',
      'otherArray',
      'overflowing',
    ]);
  });
  afterAll(() => place.dispose());

  test('prints one JSON document and nothing else', () => {
    for (const call of ['made', 'again', 'batches', 'limited', 'float'] as const) {
      expect(ended.get(call)).toMatchObject({ stderr: '', code: 0 });
      expect(ended.get(call)?.stdout).toMatch(/^\{\n[\s\S]*\n\}\n$/);
      expect(report(call).model.file).toBe('m.onnx');
    }
  });

  test('the answers that are written are those that are counted', () => {
    const [mine, theirs] = [numbersOf(at('y.npy')), numbersOf(at('float.npy'))];
    const labels = readFileSync(at('labels.bin'));
    const rows = (values: readonly number[]) =>
      Array.from({ length: COUNT }, (_, row) => values.slice(row * 5, (row + 1) * 5));
    const classes = rows(mine).map(largest);
    const right = rows(theirs).map(largest);
    const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / COUNT;
    const { accuracy, floatAccuracy, agreement, sqnr, outputs } = report('made');
    expect(mine.length).toBe(COUNT * 5);
    expect(outputs).toBe('y.npy');
    expect(accuracy).toBe(share(classes.map((each, index) => each === labels[index])));
    expect(floatAccuracy).toBe(share(right.map((each, index) => each === labels[index])));
    expect(agreement).toBe(share(classes.map((each, index) => each === right[index])));
    const power = (values: readonly number[]) => values.reduce((sum, x) => sum + x * x, 0);
    const noise = power(theirs.map((x, index) => x - (mine[index] as number)));
    expect(sqnr).toBeCloseTo(10 * Math.log10(power(theirs) / noise), 6);
    expect(sqnr).toBeGreaterThan(20);
  });

  test('a plan that was written gives the same words, whatever the batch', () => {
    expect(numbersOf(at('again.npy'))).toEqual(numbersOf(at('y.npy')));
    expect(numbersOf(at('batches.npy'))).toEqual(numbersOf(at('y.npy')));
    const { seconds: _, outputs: _other, ...first } = report('made');
    expect(report('again')).toMatchObject(first);
  });

  test('only the first inputs', () => {
    expect(report('limited')).toMatchObject({ n: 3 });
    expect(report('limited').macs).toBe((report('made').macs * 3) / COUNT);
  });

  test('the page has the layers, and nothing of their names is markup', () => {
    const page = readFileSync(at('page.html'), 'utf8');
    expect(page).toContain('first &lt;b&gt;&amp;&quot;layer&quot;');
    expect(page).not.toContain('<b>&"layer');
    for (const { macs, cycles } of report('made').layers) {
      expect(page).toContain(macs.toLocaleString('en'));
      expect(page).toContain(cycles.toLocaleString('en'));
    }
    expect(page).not.toContain('<script');
    expect(page.trimEnd().endsWith('</html>')).toBe(true);
  });

  test('text without a terminal has neither colours nor progress', () => {
    expect(ended.get('text')).toMatchObject({ stderr: '', code: 0 });
    expect(ended.get('text')?.stdout).not.toContain('\u001b');
    expect(ended.get('text')?.stdout).toContain('2 layers');
  });

  test.each([
    [
      'otherModel',
      /^logposit: plan\.json: model\.hash must be [0-9a-f]{64}, that of n\.onnx, not "[0-9a-f]{64}" \(the plan was made for m\.onnx: .*\)\n$/,
    ],
    [
      'otherArray',
      /^logposit: plan\.json: array\.rows must be 3, as the array has it, not 8 \(.*\)\n$/,
    ],
    ['overflowing', /^logposit: over\.json: layer "[^\n]*": starts[^\n]*1099511627776[^\n]*\n$/],
  ] as const)('a plan is refused: %s', (call, line) => {
    const { stdout, stderr, code } = ended.get(call) as Ended;
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(line);
  });

  test('nothing else is left', () => {
    expect(place.listing()).toEqual([
      ...['again.npy', 'batches.npy', 'float.npy', 'labels.bin', 'm.onnx', 'n.onnx', 'odd.json'],
      ...['over.json', 'page.html', 'plan.json', 'x.npy', 'y.npy'],
    ]);
  });
});

test('the first example of the help text works as printed', () => {
  const [help] = logpositEach([{ args: ['infer', '--help'], cwd: packageRoot }]);
  const [example = ''] = /infer examples\/.*/.exec(help?.stdout ?? '') ?? [];
  const args = [...example.split(' '), '--limit', '20', '--json'];
  const [outcome] = logpositEach([{ args, cwd: packageRoot }]);
  expect(outcome).toMatchObject({ stderr: '', code: 0 });
  const { n, accuracy } = JSON.parse(outcome?.stdout ?? '');
  expect(n).toBe(20);
  expect(accuracy).toBeGreaterThan(0.8);
});
