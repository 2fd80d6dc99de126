import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../sim/random.ts';
import { floats, integers, node, onnxModel } from '../support/onnx-models.ts';
import { f32, onnxTensor } from '../support/tensor-files.ts';
import { tinyNorms } from '../support/tiny-networks.ts';
import { type Ended, logpositEach, type Workplace, workplace } from './command-line.ts';
import { HOSTILE_NETWORKS, TWO_INPUTS } from './hostile-networks.ts';

/** Each damaged or hostile model: one line on stderr, empty stdout, its exit code, nothing left. */

interface Outcome extends Ended {
  readonly rss: number;
  readonly left: readonly string[];
}

/** Runs `infer bad.onnx` on each model, all in one process that has a small heap. */
function inferEach(
  models: readonly { readonly bytes: Uint8Array; readonly options?: readonly string[] }[],
  prepare: (place: Workplace, index: number) => void = () => {},
): Outcome[] {
  const places = models.map(({ bytes }, index) => {
    const place = workplace();
    writeFileSync(join(place.directory, 'bad.onnx'), bytes);
    writeFileSync(join(place.directory, 'x.npy'), TWO_INPUTS);
    prepare(place, index);
    return place;
  });
  const before = places.map((place) => place.listing());
  const calls = models.map(({ options = ['--json'] }, index) => ({
    args: ['infer', 'bad.onnx', '--inputs', 'x.npy', ...options],
    cwd: places[index]?.directory ?? '',
  }));
  const outcomes = logpositEach(calls, { nodeOptions: '--max-old-space-size=200' });
  return outcomes.map((ended, index) => {
    const left = places[index]?.listing().filter((path) => !before[index]?.includes(path)) ?? [];
    places[index]?.dispose();
    return { ...ended, left };
  });
}

/** One line, or one document; nothing else, nothing left, no surprise. */
function expectSound({ stdout, stderr, code, left }: Outcome): void {
  expect(left).toEqual([]);
  expect(stderr).not.toContain('unexpected');
  if (code === 0) {
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ n: 2, mismatches: 0 });
  } else {
    expect(stdout).toBe('');
    expect([2, 3]).toContain(code);
    expect(stderr).toMatch(/^logposit: [^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+\n$/u);
  }
}

/** KiB; all models one after another in one process take some 600 MiB. */
const MEMORY = 1200 * 1024;

describe('hostile models', () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(() => {
    outcomes = inferEach(HOSTILE_NETWORKS);
  });

  const cases = HOSTILE_NETWORKS.map((network, index) => ({ ...network, index }));

  test.each(cases.filter(({ line }) => line !== undefined))(
    '$title',
    ({ line, code = 2, index }) => {
      const { stdout, stderr, code: ended, left } = outcomes[index] as Outcome;
      const said = /^logposit: (.*)\n$/.exec(stderr)?.[1] ?? stderr;
      const matches = typeof line === 'string' ? line === said : line?.test(said);
      expect({ said: matches ? line : said, stdout, ended, left }).toEqual({
        said: line,
        stdout: '',
        ended: code,
        left: [],
      });
    },
  );

  test.each(cases.filter(({ line }) => line === undefined))('runs: $title', ({ index }) => {
    const outcome = outcomes[index] as Outcome;
    expect(outcome.code).toBe(0);
    expectSound(outcome);
  });

  test('the process stays small', () => {
    expect(Math.max(...outcomes.map(({ rss }) => rss))).toBeLessThan(MEMORY);
  });
});

describe('damaged files', () => {
  const good = onnxModel({
    nodes: [
      ...[node('MatMul', 'x w', 'm'), node('Add', 'm b', 'a'), node('Relu', 'a', 'r')],
      ...[node('Reshape', 'r s', 't'), node('Gemm', 't v', 'y')],
    ],
    initializers: [
      floats('w', [3, 4], [1, -1, 0.5, 2, 1, 1, 0.25, -0.5, 1, 2, 3, 4]),
      floats('b', [4], [1, 2, 3, 4]),
      integers('s', [-1, 4]),
      floats('v', [4, 2], [1, 0, 1, -1, 2, 1, 0.5, 0.25]),
    ],
    inputs: [{ name: 'x', dims: ['N', 3] }],
    outputs: [{ name: 'y' }],
  });

  test('cut anywhere: refused', () => {
    const cuts = Array.from({ length: 40 }, (_, at) => Math.floor((at * good.length) / 40));
    const outcomes = inferEach(cuts.map((at) => ({ bytes: good.subarray(0, at) })));
    for (const outcome of outcomes) {
      expectSound(outcome);
      expect(outcome.code).toBe(2);
    }
  });

  test('bits flipped anywhere: refused in one line, or run', () => {
    const random = createRandom(1, 'bit flips');
    const flipped = Array.from({ length: 120 }, () => {
      const bytes = Uint8Array.from(good);
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
      return { bytes };
    });
    const outcomes = inferEach(
      flipped.map((each) => ({ ...each, options: ['--json', '--timeout', '20'] })),
    );
    for (const outcome of outcomes) expectSound(outcome);
    const ran = outcomes.filter(({ code }) => code === 0).length;
    expect(ran).toBeGreaterThan(10);
    expect(ran).toBeLessThan(110);
  });

  test('bytes of a network with convolutions replaced: refused in one line, or run', () => {
    const { model } = tinyNorms(3);
    const random = createRandom(2, 'bytes');
    const inputs = Float32Array.from({ length: 2 * 3 * 12 }, () => random.below(2001) / 1000 - 1);
    const changed = Array.from({ length: 60 }, () => {
      const bytes = Uint8Array.from(model);
      for (let many = 0; many < 3; many++) bytes[random.below(bytes.length)] = random.below(256);
      return {
        bytes,
        options: ['--json', '--inputs', 'x.bin', '--shape', '-1,3,12', '--timeout', '20'],
      };
    });
    const outcomes = inferEach(changed, ({ directory }) =>
      writeFileSync(join(directory, 'x.bin'), new Uint8Array(inputs.buffer)),
    );
    for (const outcome of outcomes) expectSound(outcome);
    expect(outcomes.some(({ code }) => code === 0)).toBe(true);
    expect(outcomes.some(({ code }) => code !== 0)).toBe(true);
  });
});

describe('external data', () => {
  const BELOW = "must be a path below the model's directory";
  const CASES: readonly (readonly [string, string, string])[] = [
    ['absolute', '/etc/passwd', `bad.onnx: its external data "/etc/passwd" ${BELOW}`],
    ['in the parent', '../w.bin', `bad.onnx: its external data "../w.bin" ${BELOW}`],
    ['through a link', 'link.bin', `bad.onnx: its external data "link.bin" ${BELOW}`],
    [
      'through a linked directory',
      'etc/passwd',
      `bad.onnx: its external data "etc/passwd" ${BELOW}`,
    ],
    ['absent', 'none.bin', 'cannot read its external data "none.bin": no such file or directory'],
    [
      'too short',
      'short.bin',
      'bad.onnx: its external data "short.bin" has 8 bytes, 48 are needed',
    ],
    ['a directory', 'folder', 'cannot read its external data "folder": it is a directory'],
    ['a FIFO', 'pipe', 'cannot read its external data "pipe": it is no regular file'],
    ['nowhere', '', `bad.onnx: its external data "" ${BELOW}`],
    ['the model itself', 'bad.onnx', ''],
  ];

  test('is only taken from files below the model', () => {
    const models = CASES.map(([, location]) => {
      const external = { location, offset: '0', length: '48' };
      const w = onnxTensor({ name: 'w', dims: [3, 4], external });
      return {
        bytes: onnxModel({
          nodes: [node('MatMul', 'x w', 'y')],
          initializers: [w],
          inputs: [{ name: 'x', dims: ['N', 3] }],
          outputs: [{ name: 'y' }],
        }),
      };
    });
    const outcomes = inferEach(models, ({ directory }) => {
      symlinkSync('/etc/passwd', join(directory, 'link.bin'));
      symlinkSync('/etc', join(directory, 'etc'));
      mkdirSync(join(directory, 'folder'));
      spawnSync('mkfifo', [join(directory, 'pipe')]);
      writeFileSync(join(directory, 'short.bin'), f32(1, 2));
    });
    for (const [index, [, , line]] of CASES.entries()) {
      const { stdout, stderr, code } = outcomes[index] as Outcome;
      // Its own bytes are no sensible weights, but they are below the model.
      if (line === '') expectSound(outcomes[index] as Outcome);
      else
        expect({ stdout, stderr, code }).toEqual({
          stdout: '',
          stderr: `logposit: ${line}\n`,
          code: 2,
        });
    }
  });
});
