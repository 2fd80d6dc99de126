import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFloatRun } from '../../network/float.ts';
import { createHost } from '../../network/host.ts';
import type { HostSegment, Network, Value } from '../../network/network.ts';
import { packageRoot } from '../../system/package-root.ts';
import {
  floats,
  integers,
  node,
  type OnnxModelParts,
  onnxGraph,
  onnxModel,
} from '../support/onnx-models.ts';
import { onnxNode } from '../support/tensor-files.ts';
import { expectSameAsFloat, readModel } from './check-network.ts';

const EYE = floats('w', [2, 2], [1, 0, 0, 1]);
const PLAIN: OnnxModelParts = {
  nodes: [],
  initializers: [EYE],
  inputs: [{ name: 'x', dims: ['N', 2] }],
  outputs: [{ name: 'y' }],
};
const INPUT = float32([2, 2], [1, -2, 3, -4]);

function float32(dims: readonly number[], values: readonly number[]): Value {
  return { dims, type: 'float32', data: Float32Array.from(values) };
}

function segmentOf({ steps }: Network): HostSegment {
  for (const step of steps) if (step.kind === 'host') return step.segment;
  throw new Error('no host segment');
}

describe('a segment', () => {
  test('has values of every type, and of any shape, as inputs and outputs', async () => {
    const nodes = [
      ...[node('MatMul', 'x w', 'm'), node('Shape', 'm', 's'), node('Greater', 'm zero', 'g')],
      ...[node('MatMul', 'x w', 'n'), node('Reshape', 'n s', 'r'), node('Where', 'g r zero', 'q')],
      node('MatMul', 'q w', 'y'),
    ];
    const parts = { ...PLAIN, nodes, initializers: [EYE, floats('zero', [], [0])] };
    const network = await readModel(parts);
    const host = await createHost(network);
    const segment: HostSegment = { ...segmentOf(network), outputs: ['s', 'g', 'q'] };
    const results = await host.run(
      segment,
      new Map([
        ['m', INPUT],
        ['n', INPUT],
      ]),
    );
    expect(results.get('s')).toEqual({ dims: [2], type: 'int64', data: BigInt64Array.of(2n, 2n) });
    expect(results.get('g')).toMatchObject({ type: 'bool', data: Uint8Array.of(1, 0, 1, 0) });
    const more = float32([3, 2], [1, -1, 1, 1, -1, -1]);
    const again = await host.run(
      segment,
      new Map([
        ['m', more],
        ['n', more],
      ]),
    );
    expect(again.get('q')).toEqual(float32([3, 2], [1, 0, 1, 1, 0, 0]));
    await host.close();
  });

  test('is loaded again for other types', async () => {
    const nodes = [node('MatMul', 'x w', 'm'), node('Cast', 'm', 'y', { to: 1 })];
    const network = await readModel({ ...PLAIN, nodes });
    const host = await createHost(network);
    const segment = segmentOf(network);
    const words: Value = { dims: [2], type: 'uint8', data: Uint8Array.of(7, 255) };
    const results = await host.run(segment, new Map([['m', words]]));
    expect(results.get('y')).toEqual(float32([2], [7, 255]));
    expect((await host.run(segment, new Map([['m', INPUT]]))).get('y')).toEqual(INPUT);
    await host.close();
  });

  test('takes what its subgraphs use from around them', async () => {
    const branch = (operator: string) => ({
      graph: onnxGraph({ nodes: [node(operator, 'm k', 'o')], outputs: [{ name: 'o' }] }),
    });
    const nodes = [
      ...[node('MatMul', 'x w', 'm'), node('MatMul', 'x w', 'n')],
      ...[node('ReduceSum', 'n', 's', { keepdims: 0 }), node('Greater', 's zero', 'c')],
      node('If', 'c', 'y', { then_branch: branch('Add'), else_branch: branch('Mul') }),
    ];
    const initializers = [EYE, floats('k', [2], [10, 20]), floats('zero', [], [0])];
    const network = await expectSameAsFloat({ ...PLAIN, nodes, initializers }, [2, 2]);
    expect(segmentOf(network).inputs.toSorted()).toEqual(['m', 'n']);
  });

  test('may be of an opset without IR version, and of com.microsoft', async () => {
    const gelu = { ...PLAIN, ir: 0, opset: 7, domains: { 'com.microsoft': 1 } };
    const host = onnxNode({
      operator: 'Gelu',
      domain: 'com.microsoft',
      inputs: ['m'],
      outputs: ['y'],
    });
    const network = await expectSameAsFloat(
      { ...gelu, nodes: [node('MatMul', 'x w', 'm'), host] },
      [2, 2],
    );
    expect(network.steps.length).toBe(2);
  });
});

describe('what onnxruntime refuses is one line', () => {
  test('an unknown operator', async () => {
    const nodes = [node('MatMul', 'x w', 'm'), node('Magic', 'm', 'y')];
    const network = await readModel({ ...PLAIN, nodes });
    const host = await createHost(network);
    const failure = host.run(segmentOf(network), new Map([['m', INPUT]]));
    const said = 'No Op registered for Magic with domain_version of 13';
    await expect(failure).rejects.toMatchObject({
      kind: 'input',
      message: `${network.path}: Magic "the_y": ${said}`,
    });
    await expect(createFloatRun(network, [])).rejects.toMatchObject({
      kind: 'input',
      message: `${network.path}: ${said}`,
    });
    await expect(host.run(segmentOf(network), new Map())).rejects.toThrow(
      'the host needs "m", which is not there',
    );
    await host.close();
  });

  test('shapes that do not fit, and nothing is printed by itself', () => {
    const nodes = [node('MatMul', 'x w', 'm'), node('Reshape', 'm five', 'y')];
    const initializers = [EYE, integers('five', [5, 5])];
    const directory = mkdtempSync(join(tmpdir(), 'logposit-host-'));
    try {
      const model = join(directory, 'm.onnx');
      writeFileSync(model, onnxModel({ ...PLAIN, nodes, initializers }));
      const script = join(packageRoot, 'test/network/run-float.ts');
      const run = ['--import', 'tsx', script, model];
      const { stdout, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8' });
      expect(stdout).toMatch(/^input .*m\.onnx: .*cannot be reshaped.*\n$/);
      expect(stderr).toBe('');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the float network', () => {
  const nodes = [node('MatMul', 'x w', 'm'), node('Relu', 'm', 'r'), node('Neg', 'r', 'y')];

  test('gives what is watched, its input too', async () => {
    const network = await readModel({ ...PLAIN, nodes });
    const float = await createFloatRun(network, ['x', 'm', 'y', 'm']);
    const results = await float.run(INPUT);
    expect([...results.keys()].toSorted()).toEqual(['m', 'x', 'y']);
    expect(results.get('m')).toEqual(INPUT);
    expect(results.get('x')).toEqual(INPUT);
    expect(results.get('y')).toEqual(float32([2, 2], [-1, -0, -3, -0]));
    await float.close();
  });

  test('has no tensor that the model does not have', async () => {
    const network = await readModel({ ...PLAIN, nodes });
    await expect(createFloatRun(network, ['nowhere'])).rejects.toMatchObject({ kind: 'input' });
  });
});
