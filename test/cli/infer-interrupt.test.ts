import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRandom } from '../../sim/random.ts';
import { ENDLESS_INITIALIZERS, endlessLoop } from '../support/endless-loop.ts';
import { floats, node, onnxModel } from '../support/onnx-models.ts';
import { f32, npy } from '../support/tensor-files.ts';
import { cliPath, type Workplace, workplace } from './command-line.ts';

/** `infer` interrupted at every stage: exit code 130 soon, one line, nothing left. */

const WIDTH = 128;
const ROWS = 4096;
/** Long enough for a busy machine; a run that does not stop takes minutes. */
const SOON = 10_000;

let place: Workplace;
beforeEach(() => {
  place = workplace();
  for (const directory of ['tmp', 'cache', 'cwd']) mkdirSync(join(place.directory, directory));
});
afterEach(() => place.dispose());

/** Some layers of 67 million products for all inputs. */
function writeLongWork(): void {
  const random = createRandom(6, 'long work');
  const values = Array.from({ length: WIDTH * WIDTH }, () => random.below(2001) / 1000 - 1);
  const layers = Array.from({ length: 20 }, (_, at) =>
    node('MatMul', `${at === 0 ? 'x' : `m${at}`} w`, at === 19 ? 'y' : `m${at + 1}`),
  );
  const scaled = values.map((value) => value / 6);
  writeModel(layers, [floats('w', [WIDTH, WIDTH], scaled)]);
  const inputs = Float32Array.from({ length: ROWS * WIDTH }, () => random.below(2001) / 1000 - 1);
  writeFileSync(join(place.directory, 'cwd/x.bin'), new Uint8Array(inputs.buffer));
}

/** A loop of 2^62 rounds behind a product. */
function writeEndless(): void {
  const weights = Array<number>(WIDTH).fill(1);
  const nodes = [node('MatMul', 'x w', 'm'), endlessLoop('m', 'y')];
  writeModel(nodes, [floats('w', [WIDTH, 1], weights), ...ENDLESS_INITIALIZERS]);
  writeFileSync(join(place.directory, 'cwd/x.bin'), f32(...weights));
}

function writeModel(nodes: readonly Uint8Array[], initializers: readonly Uint8Array[]): void {
  const ends = { inputs: [{ name: 'x', dims: ['N', WIDTH] }], outputs: [{ name: 'y' }] };
  const bytes = onnxModel({ nodes, initializers, ...ends });
  writeFileSync(join(place.directory, 'cwd/m.onnx'), bytes);
}

/** Starts `infer`, waits until it has come to a stage, and sends it a signal. */
async function interrupted(
  options: readonly string[],
  signal: NodeJS.Signals,
  isThere: (pid: number) => boolean,
): Promise<{ stdout: string; stderr: string; code: number | null; milliseconds: number }> {
  const at = (name: string) => join(place.directory, name);
  const args = ['infer', 'm.onnx', '--inputs', 'x.bin', '--shape', `-1,${WIDTH}`, ...options];
  const child = spawn(process.execPath, [cliPath, ...args], {
    cwd: at('cwd'),
    env: { ...process.env, TMPDIR: at('tmp'), LOGPOSIT_CACHE: at('cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (child.exitCode === null && !isThere(child.pid as number)) await sleep(10);
  const start = performance.now();
  child.kill(signal);
  const code = await closed;
  return { ...said, code, milliseconds: performance.now() - start };
}

function expectNothingLeft(cwd: readonly string[]): void {
  expect(readdirSync(join(place.directory, 'cwd')).sort()).toEqual(cwd);
  expect(readdirSync(join(place.directory, 'tmp'))).toEqual([]);
  const cached = readdirSync(join(place.directory, 'cache'), { recursive: true }).map(String);
  expect(cached.filter((path) => path.includes('.tmp'))).toEqual([]);
}

const STOPPED = {
  stdout: '',
  stderr: '\nlogposit: interrupted, nothing half-written is left\n',
  code: 130,
};

/** Long after its signal handlers are there: it loads onnxruntime, or runs the loop already. */
function isLooping(pid: number): boolean {
  return cpuSeconds(pid) > 3;
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

describe('interrupted', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('on the golden model by %s', async (signal) => {
    writeLongWork();
    const plan = join(place.directory, 'cwd/plan.json');
    const options = ['--batch', '4096', '--write-plan', 'plan.json', '--outputs', 'y.npy'];
    const { milliseconds, ...ended } = await interrupted(options, signal, () => existsSync(plan));
    expect(ended).toEqual(STOPPED);
    expect(milliseconds).toBeLessThan(SOON);
    expectNothingLeft(['m.onnx', 'plan.json', 'x.bin']);
  });

  test('in a loop without end on the host', async () => {
    writeEndless();
    const { milliseconds, ...ended } = await interrupted(['--on', 'float'], 'SIGINT', isLooping);
    expect(ended).toEqual(STOPPED);
    expect(milliseconds).toBeLessThan(SOON);
    expectNothingLeft(['m.onnx', 'x.bin']);
  });

  const hasVerilator = spawnSync('verilator', ['--version']).status === 0;

  test.skipIf(!hasVerilator)('while the simulator is built (needs verilator)', async () => {
    writeLongWork();
    const tmp = join(place.directory, 'tmp');
    const isBuilding = () => readdirSync(join(place.directory, 'cache')).length > 0;
    const options = ['--on', 'rtl', '--limit', '16', '--outputs', 'y.npy'];
    const { milliseconds, ...ended } = await interrupted(options, 'SIGTERM', isBuilding);
    expect(readdirSync(tmp)).toEqual([]);
    expect(ended).toEqual(STOPPED);
    expect(milliseconds).toBeLessThan(SOON);
    expectNothingLeft(['m.onnx', 'x.bin']);
  });
});

const ALONE = onnxModel({
  nodes: [node('MatMul', 'x w', 'y')],
  initializers: [floats('w', [3, 2], [1, 2, 3, 4, 5, 6])],
  inputs: [{ name: 'x', dims: ['N', 3] }],
  outputs: [{ name: 'y' }],
});

function writeSmallWork(): void {
  writeFileSync(join(place.directory, 'cwd/m.onnx'), ALONE);
  const inputs = npy({ shape: '(2, 3)', data: f32(1, -2, 3, 0.5, 4, 5) });
  writeFileSync(join(place.directory, 'cwd/x.npy'), inputs);
}

test('two runs at once write the same files', async () => {
  writeSmallWork();
  const cwd = join(place.directory, 'cwd');
  const args = ['infer', 'm.onnx', '--inputs', 'x.npy', '--outputs', 'y.npy', '--html', 'y.html'];
  const codes = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<number | null>((resolve) => {
          const child = spawn(process.execPath, [cliPath, ...args], { cwd, stdio: 'ignore' });
          child.on('close', resolve);
        }),
    ),
  );
  expect(codes).toEqual([0, 0]);
  expect(readdirSync(cwd).sort()).toEqual(['m.onnx', 'x.npy', 'y.html', 'y.npy']);
  const bytes = readFileSync(join(cwd, 'y.npy'));
  expect(bytes.length).toBe(10 + bytes.readUInt16LE(8) + 16);
});

test.each(['--outputs y.npy', '--html y.html', '--write-plan plan.json'])(
  'no room for %s: one line, exit code 4, nothing left',
  (option) => {
    writeSmallWork();
    const cwd = join(place.directory, 'cwd');
    const args = ['infer', 'm.onnx', '--inputs', 'x.npy', ...option.split(' ')];
    const script = 'ulimit -f 0; exec "$0" "$@"';
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', script, process.execPath, cliPath, ...args],
      { cwd, encoding: 'utf8' },
    );
    const file = option.split(' ')[1];
    expect({ stdout, stderr, status }).toEqual({
      stdout: '',
      stderr: `logposit: cannot write ${file}: file too large (raise the file size limit (ulimit -f))\n`,
      status: 4,
    });
    expect(readdirSync(cwd).sort()).toEqual(['m.onnx', 'x.npy']);
  },
);
