import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultArray } from '../../infer/default-array.ts';
import { readNetwork } from '../../network/read.ts';
import { checkPlan, readPlan } from '../../quantize/plan.ts';
import { packageRoot } from '../../system/package-root.ts';
import { normal } from '../quantize/plan-support.ts';
import { floats, node, onnxModel } from '../support/onnx-models.ts';
import { f32, npy } from '../support/tensor-files.ts';
import { cliPath, type Ended, type Workplace, workplace } from './command-line.ts';

/** `quantize` on wrong input, interrupted, killed and without room. */

let place: Workplace;
let environment: NodeJS.ProcessEnv;

const ENDS = {
  inputs: [{ name: 'x', dims: ['N', 6] }],
  outputs: [{ name: 'y', dims: ['N', 3] }],
};
const TWO = [node('Gemm', 'x w0 b0', 'h'), node('Relu', 'h', 'r'), node('Gemm', 'r w1 b1', 'y')];

function twoLayers(first: readonly number[]): Uint8Array {
  const rest = [
    floats('b0', [4], normal(4, 2)),
    floats('w1', [4, 3], normal(12, 3)),
    floats('b1', [3], normal(3, 4)),
  ];
  return onnxModel({ nodes: TWO, initializers: [floats('w0', [6, 4], first), ...rest], ...ENDS });
}

function arrayText(array: object, accumulator: object = {}): string {
  return JSON.stringify({
    name: 'own',
    kind: 'array',
    array: { rows: 8, cols: 8, modes: [8, 4, 2], maxEs: 1, ...array },
    accumulator: { fraction: 8, depth: 256, startMax: 2 ** 20, ...accumulator },
  });
}

beforeAll(() => {
  place = workplace();
  environment = { ...process.env, NO_COLOR: '1', LOGPOSIT_CACHE: join(place.directory, 'cache') };
  const inputs = (count: number, values: readonly number[]) =>
    npy({ shape: `(${count}, ${values.length / count || 6})`, data: f32(...values) });
  const files: Record<string, string | Uint8Array> = {
    'net.onnx': twoLayers(normal(24, 1)),
    'nan.onnx': twoLayers([Number.NaN, ...normal(23, 1)]),
    'infinite.onnx': twoLayers([Number.POSITIVE_INFINITY, ...normal(23, 1)]),
    'host.onnx': onnxModel({ nodes: [node('Relu', 'x', 'y')], ...ENDS }),
    'unknown.onnx': onnxModel({
      nodes: [node('Frobnicate', 'x', 'h'), node('MatMul', 'h w', 'y')],
      initializers: [floats('w', [6, 3], normal(18))],
      ...ENDS,
    }),
    'x.npy': inputs(12, normal(72)),
    'five.npy': inputs(12, normal(60)),
    'nan.npy': inputs(2, [Number.NaN, ...normal(11)]),
    'single.npy': inputs(1, normal(6)),
    'empty.npy': npy({ shape: '(0, 6)', data: f32() }),
    'modes.json': arrayText({ modes: [8, 2] }),
    'narrow.json': arrayText({ modes: [4, 2] }),
    'starts.json': arrayText({}, { startMax: 0 }),
    'pe.json': JSON.stringify({
      name: 'pe',
      weight: { n: 8, es: 1, rs: 7 },
      activation: { n: 8, es: 1, rs: 7 },
    }),
    file: '',
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(place.directory, name), content);
  }
});
afterAll(() => place.dispose());

/** Carries command lines out in one process. */
function each(lines: readonly string[]): Ended[] {
  const runner = join(packageRoot, 'test/cli/call-each.mjs');
  const call = join(packageRoot, 'dist/cli/call.js');
  const calls = lines.map((line) => ({
    args: ['quantize', ...line.split(' ')],
    cwd: place.directory,
  }));
  const { stdout, stderr, status } = spawnSync(process.execPath, [runner, call], {
    input: JSON.stringify(calls),
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const USUAL = 'net.onnx --calib x.npy --chooser error --threads 1 --plan out.json';

const BAD: readonly (readonly [string, number, string])[] = [
  ['host.onnx --calib x.npy', 2, 'host.onnx: it has no Conv, Gemm or MatMul for the array'],
  ['unknown.onnx --calib x.npy', 2, 'unknown.onnx: No Op registered for Frobnicate'],
  ['nan.onnx --calib x.npy', 2, 'nan.onnx: Gemm "the_h": the tensor "w0"'],
  ['infinite.onnx --calib x.npy', 2, 'infinite.onnx: Gemm "the_h": the tensor "w0"'],
  [
    'net.onnx --calib five.npy',
    2,
    'five.npy: its shape is [12, 5], but "x" of net.onnx takes [N, 6]',
  ],
  ['net.onnx --calib nan.npy', 2, 'nan.npy: the value at [0, 0], position 0 is NaN'],
  ['net.onnx --calib empty.npy', 2, 'empty.npy: the tensor is empty'],
  ['net.onnx --calib single.npy', 2, 'the calibration has a single input'],
  ['net.onnx --calib x.npy --limit 1', 2, 'the calibration has a single input'],
  ['none.onnx --calib x.npy', 2, 'cannot read none.onnx: no such file'],
  ['net.onnx --calib none.npy', 2, 'cannot read none.npy: no such file'],
  ['net.onnx --calib x.npy --config none.json', 2, 'cannot read none.json: no such file'],
  ['net.onnx --calib x.npy --plan net.onnx', 2, '--plan net.onnx is the file that is read from'],
  ['net.onnx --calib x.npy --plan ./x.npy', 2, '--plan ./x.npy is the file that is read from'],
  [`${USUAL} --html ./out.json`, 2, '--html ./out.json is the file that --plan writes'],
  ['net.onnx --calib x.npy --plan none/p.json', 4, 'cannot write none/p.json: no such file'],
  ['net.onnx --calib x.npy --plan cache', 4, 'cannot write cache: it is a directory'],
  [`${USUAL} --bits 1.5`, 2, '--bits must be a number of bits from 2 to 8, not "1.5"'],
  [`${USUAL} --bits 2 --widths 3,4`, 2, 'an average of 2 bits cannot be reached'],
  [`${USUAL} --widths 9`, 2, '--widths must be integers from 2 to 8'],
  [`${USUAL} --widths 8 --config narrow.json`, 2, '--widths: words of 8 bits do not fit the array'],
  [`${USUAL} --chooser best`, 2, '--chooser must be error, ilp, descent, exact or lpq'],
  [`${USUAL} --objective loss`, 2, '--objective must be kl, contrastive, global or mse'],
  [`${USUAL} --set shapes=2`, 2, '--set takes NAME=VALUE with one of the names pooling'],
  [`${USUAL} --set damping=x`, 2, '--set damping must be a number from 0 to 100, not "x"'],
  [`${USUAL} --set pooling=max`, 2, '--set pooling must be mean, kurtosis or mean-kurtosis'],
  [`${USUAL} --threads 0`, 2, '--threads must be an integer from 1 to 64'],
  [`${USUAL} --config pe.json`, 2, 'pe.json: kind is "pe", and a network needs an array'],
  [`${USUAL} --config starts.json`, 2, 'the array has no start values, by which mean errors'],
  [
    `${USUAL} --config starts.json --no-bias-correction`,
    2,
    'layer "the_h": starts: channel 0 needs',
  ],
  // A plan of nothing but zeros would fit any bits, and be of no use.
  [
    `${USUAL} --tile-bits 3`,
    2,
    'layer "the_h": in tiles of 3 bits and sums of 32 no word but zero',
  ],
  [`${USUAL} --sum-bits 4`, 2, 'layer "the_h": its start values alone need'],
  [
    'net.onnx --calib x.npy --plan out.json --threads 1 --tile-bits 3',
    2,
    'layer "the_h": in tiles of 3 bits and sums of 32 no word but zero',
  ],
];

test('wrong input: one line, its exit code, no file', () => {
  mkdirSync(join(place.directory, 'cache'), { recursive: true });
  const before = files();
  const ended = each(BAD.map(([line]) => line));
  for (const [at, [line, code, said]] of BAD.entries()) {
    const { stdout, stderr, code: found } = ended[at] as Ended;
    expect({ line, stdout, code: found }).toEqual({ line, stdout: '', code });
    expect(stderr.startsWith(`logposit: ${said}`), `${line}: ${stderr}`).toBe(true);
    expect(stderr.indexOf('\n'), line).toBe(stderr.length - 1);
  }
  expect(files()).toEqual(before);
});

/** All but what is kept in the cache. */
function files(): string[] {
  return readdirSync(place.directory)
    .filter((name) => name !== 'cache')
    .sort();
}

const LONG = 'net.onnx --calib x.npy --chooser lpq --seed 3 --threads 1 --plan';

function started(line: string, cache: string) {
  const child = spawn(process.execPath, [cliPath, 'quantize', ...line.split(' ')], {
    cwd: place.directory,
    env: { ...environment, LOGPOSIT_CACHE: join(place.directory, cache) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (text) => {
      said[name] += text;
    });
  }
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended: code.then((own) => ({ ...said, code: own })) };
}

/** Candidates that were written down. */
function measured(cache: string): number {
  const directory = join(place.directory, cache, 'searches');
  try {
    const [name = ''] = readdirSync(directory).filter((each) => each.endsWith('.jsonl'));
    return readFileSync(join(directory, name), 'utf8').split('\n').length - 2;
  } catch {
    return 0;
  }
}

async function until(isThere: () => boolean): Promise<void> {
  while (!isThere()) await sleep(20);
}

function plan(name: string): string {
  return readFileSync(join(place.directory, name), 'utf8');
}

test('killed or not, with one thread or two: the same plan', async () => {
  const few = '--set population=4 iterations=1 mostGain=2';
  const killed = started(`${LONG} killed.json ${few}`, 'cache-a');
  await until(() => measured('cache-a') > 1);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(files()).not.toContain('killed.json');
  const known = measured('cache-a');
  const [again, whole] = await Promise.all([
    started(`${LONG} killed.json ${few} --json`, 'cache-a').ended,
    started(`${LONG} whole.json ${few} --threads 2 --json`, 'cache-b').ended,
  ]);
  expect([again.code, whole.code]).toEqual([0, 0]);
  expect(plan('killed.json')).toBe(plan('whole.json'));
  const evaluations = (text: string) => JSON.parse(text).evaluations as number;
  expect(evaluations(again.stdout)).toBe(evaluations(whole.stdout) - known);
});

test('interrupted after some candidates: exit code 130 and the best plan so far', async () => {
  const many = '--set population=8 iterations=5000 mostGain=2';
  const { child, ended } = started(`${LONG} best.json ${many}`, 'cache-c');
  await until(() => measured('cache-c') > 8);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  expect(stdout).toContain('interrupted: this is the best so far');
  const path = join(place.directory, 'best.json');
  const network = await readNetwork(join(place.directory, 'net.onnx'));
  checkPlan(await readPlan(path), network, defaultArray());
  expect(files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('two at once on the same question: the same plan', async () => {
  const both = ['left.json', 'right.json'].map(
    (name) =>
      started(`net.onnx --calib x.npy --chooser error --threads 1 --plan ${name}`, 'cache-d').ended,
  );
  expect((await Promise.all(both)).map(({ code }) => code)).toEqual([0, 0]);
  expect(plan('left.json')).toBe(plan('right.json'));
});

test.each([
  ['the cache cannot be there', 'file', 'unlimited', 'a parent of it is not a directory'],
  ['no room for the journal', 'cache-e', '0', 'file too large (raise the file size limit'],
])('%s: one line, exit code 4', (_, cache, limit, reason) => {
  const script = `ulimit -f ${limit}; exec "$0" "$@"`;
  const args = [cliPath, 'quantize', ...`${USUAL}`.split(' ')];
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, process.execPath, ...args], {
    cwd: place.directory,
    encoding: 'utf8',
    env: { ...environment, LOGPOSIT_CACHE: join(place.directory, cache) },
  });
  expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
  expect(stderr).toContain(reason);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(files()).not.toContain('out.json');
});
