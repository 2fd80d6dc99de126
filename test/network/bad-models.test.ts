import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layersOf } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import {
  floats,
  integers,
  node,
  type OnnxInfo,
  type OnnxModelParts,
  onnxGraph,
  onnxModel,
} from '../support/onnx-models.ts';
import { concat, onnxNode, onnxTensor } from '../support/tensor-files.ts';
import { readModel } from './check-network.ts';

const ONES = (dims: readonly number[]) => Array<number>(dims.reduce((a, b) => a * b, 1)).fill(1);
const constant = (name: string, dims: readonly number[]) => floats(name, dims, ONES(dims));

const X: OnnxInfo = { name: 'x', dims: ['N', 3] };
const PLAIN: OnnxModelParts = {
  nodes: [node('MatMul', 'x w', 'y')],
  initializers: [constant('w', [3, 4])],
  inputs: [X],
  outputs: [{ name: 'y' }],
};

/** A model whose one fault is what differs from a good one. */
function refused(title: string, parts: Partial<OnnxModelParts>, message: string) {
  return { title, parts, message };
}

function conv(
  attributes: Parameters<typeof node>[3],
  { weights = [4, 2, 3, 3], inputs = 'x w', dims = ['N', 2, 8, 8] as OnnxInfo['dims'] } = {},
): Partial<OnnxModelParts> {
  return {
    nodes: [node('Conv', inputs, 'y', attributes)],
    initializers: [constant('w', weights), constant('b', [3])],
    inputs: [{ name: 'x', ...(dims ? { dims } : {}) }],
  };
}

const matMul = (weights: Uint8Array): Partial<OnnxModelParts> => ({ initializers: [weights] });

const CASES = [
  refused('no opset', { opset: null }, 'it does not say its opset'),
  refused('an old opset', { opset: 6 }, 'its opset is 6, 7 to 26 are taken'),
  refused('a new opset', { opset: 27 }, 'its opset is 27, 7 to 26 are taken'),
  refused('a new IR version', { ir: 99 }, 'its IR version is 99, 13 at most is taken'),
  refused(
    'a foreign domain',
    { nodes: [onnxNode({ operator: 'Magic', domain: 'org.acme', outputs: ['y'] })] },
    'Magic is of the domain "org.acme", which is none of onnxruntime\'s',
  ),
  refused(
    'a domain without version',
    { nodes: [onnxNode({ operator: 'Gelu', domain: 'com.microsoft', outputs: ['y'] })] },
    'Gelu is of the domain "com.microsoft", of which the model names no opset',
  ),
  refused(
    'a node without operator',
    { nodes: [onnxNode({ operator: '', outputs: ['y'] })] },
    'the node that makes "y" has no operator',
  ),
  refused(
    'two nodes of one name',
    { nodes: [...PLAIN.nodes, onnxNode({ operator: 'Relu', name: 'the_y', outputs: ['z'] })] },
    'two nodes are named "the_y"',
  ),
  refused(
    'two makers',
    { nodes: [...PLAIN.nodes, onnxNode({ operator: 'Relu', inputs: ['x'], outputs: ['y'] })] },
    'the tensor "y", made by MatMul "the_y", is made by Relu again',
  ),
  refused(
    'a maker of an initializer',
    { nodes: [...PLAIN.nodes, node('Relu', 'x', 'w')] },
    'the tensor "w", given with the model, is made by Relu "the_w" again',
  ),
  refused(
    'a tensor that nothing makes',
    { nodes: [node('MatMul', 'z w', 'y')] },
    'MatMul "the_y" takes "z", which nothing makes',
  ),
  refused(
    'one that a subgraph uses',
    {
      nodes: [
        ...PLAIN.nodes,
        node('If', 'x', 'z', {
          then_branch: {
            graph: onnxGraph({ nodes: [node('Relu', 'far', 'o')], outputs: [{ name: 'o' }] }),
          },
        }),
      ],
    },
    'If "the_z" takes "far", which nothing makes',
  ),
  refused(
    'nodes out of order',
    { nodes: [node('Relu', 'm', 'y'), node('MatMul', 'x w', 'm')] },
    'Relu "the_y" takes "m", which MatMul "the_m" makes only later',
  ),
  refused(
    'a cycle of one',
    { nodes: [node('Add', 'x y', 'y')] },
    'Add "the_y" takes "y", which it makes itself',
  ),
  refused('no input', { inputs: [{ name: 'w', dims: [3, 4] }] }, 'it has no input'),
  refused(
    'two inputs',
    { inputs: [X, { name: 'z', dims: [1] }] },
    'it has 2 inputs, "x", "z": one is allowed',
  ),
  refused('no output', { outputs: [] }, 'it has no output'),
  refused(
    'two outputs',
    { outputs: [{ name: 'y' }, { name: 'x' }] },
    'it has 2 outputs, "y", "x": one is allowed',
  ),
  refused('an output from nowhere', { outputs: [{ name: 'q' }] }, 'no node makes its output "q"'),
  refused(
    'an input of integers',
    { inputs: [{ ...X, type: 7 }] },
    'its input "x" has elements of type int64',
  ),
  refused('an input of no shape', { inputs: [{ name: 'x' }] }, 'its input "x" has no shape'),
  refused(
    'a negative size',
    { inputs: [{ name: 'x', dims: [-1, 3] }] },
    'its input "x" has the shape [-1, 3]: sizes are at least 1',
  ),
  refused(
    'a huge size',
    { inputs: [{ name: 'x', dims: ['N', 2 ** 31] }] },
    'its input "x" has the shape [?, 2147483648]: more than 268435456 values',
  ),
  refused(
    'no layer',
    { nodes: [node('ConvTranspose', 'x w', 'y')] },
    'it has no Conv, Gemm or MatMul for the array, only ConvTranspose',
  ),
  refused(
    'weights of too few bytes',
    matMul(onnxTensor({ name: 'w', dims: [3, 4], raw: new Uint8Array(44) })),
    'MatMul "the_y": the tensor "w": float32 of shape [3, 4] needs 48 bytes of data, it has 44',
  ),
  refused(
    'weights without values',
    matMul(onnxTensor({ name: 'w', dims: [3, 4] })),
    'the tensor "w": the shape [3, 4] needs 12 values, it has 0',
  ),
  refused(
    'huge weights',
    matMul(onnxTensor({ name: 'w', dims: [2 ** 40, 4] })),
    'the tensor "w": the shape [1099511627776, 4] means 4398046511104 values',
  ),
  refused(
    'negative weights',
    matMul(onnxTensor({ name: 'w', dims: [-3, 4] })),
    'the tensor "w": the shape [-3, 4] is impossible',
  ),
  refused(
    'weights that are NaN',
    matMul(floats('w', [3, 1], [1, Number.NaN, 1])),
    'MatMul "the_y": the tensor "w": the value at [1, 0], position 1 is NaN',
  ),
  refused(
    'integer weights',
    matMul(onnxTensor({ name: 'w', dims: [3, 1], type: 3, raw: new Uint8Array(3) })),
    'MatMul "the_y": "w" has values of type int8',
  ),
  refused(
    'weights of rank 3',
    matMul(constant('w', [1, 3, 4])),
    'MatMul "the_y": its constant "w" has the shape [1, 3, 4], not 2 axes',
  ),
  refused(
    'a vector of weights',
    matMul(constant('w', [3])),
    'MatMul "the_y": its operand "w" has 1 axes, 2 at least are needed',
  ),
  refused(
    'another depth',
    matMul(constant('w', [5, 4])),
    'MatMul "the_y": its input is [?, 3], its weights need 5 where that has 3',
  ),
  refused(
    'a product of one operand',
    { nodes: [node('MatMul', 'x', 'y')] },
    'MatMul "the_y": it needs two operands and a result',
  ),
  refused(
    'weights that a few bytes make huge',
    {
      nodes: [node('ConstantOfShape', 'sizes', 'c'), node('MatMul', 'x c', 'y')],
      initializers: [integers('sizes', [3, 2 ** 25])],
    },
    'the constant "c" has the shape [3, 33554432], more than 67108864 values',
  ),
  refused(
    'weights of a Loop',
    {
      nodes: [
        node('Loop', 'count - w', 'c', { body: { graph: onnxGraph({ nodes: [] }) } }),
        node('MatMul', 'x c', 'y'),
      ],
      initializers: [constant('w', [3, 4]), integers('count', [1])],
    },
    'MatMul "the_y": its operand "c" is constant, but not known beforehand',
  ),
  refused(
    'an input vector',
    { inputs: [{ name: 'x', dims: [3] }] },
    'MatMul "the_y": its operand "x" has 1 axes, 2 at least are needed',
  ),
  refused(
    'a Gemm of two activations',
    { nodes: [node('Gemm', 'x x', 'y')] },
    'Gemm "the_y": neither "x" nor "x" is a constant',
  ),
  refused(
    'a Gemm bias per row',
    {
      nodes: [node('Gemm', 'x w b', 'y')],
      initializers: [constant('w', [3, 4]), constant('b', [2, 1])],
    },
    'Gemm "the_y": its bias has the shape [2, 1], which is not one number per output channel',
  ),
  refused(
    'an infinite alpha',
    { nodes: [node('Gemm', 'x w', 'y', { alpha: { float: Infinity } })] },
    'Gemm "the_y": its alpha Infinity and beta 1 must be finite',
  ),
  refused(
    'a 3-D convolution',
    conv({}, { weights: [4, 2, 3, 3, 3] }),
    'Conv "the_y": a convolution 3-D: only 1-D and 2-D ones are taken',
  ),
  refused(
    'convolution weights of rank 2',
    conv({}, { weights: [4, 2] }),
    'Conv "the_y": a convolution with weights of shape [4, 2]: only 1-D and 2-D',
  ),
  refused(
    'weights that are computed',
    conv({}, { inputs: 'x x' }),
    'Conv "the_y": its weights "x" must be constant',
  ),
  refused(
    'an input of another rank',
    conv({}, { dims: ['N', 2, 8] }),
    'Conv "the_y": its input has 3 axes, its weights [4, 2, 3, 3]',
  ),
  refused(
    'other channels',
    conv({}, { dims: ['N', 3, 8, 8] }),
    'Conv "the_y": its input is [?, 3, 8, 8], its weights need 2 where that has 3',
  ),
  refused(
    'another kernel',
    conv({ kernel_shape: [3, 5] }),
    'Conv "the_y": its kernel_shape is [3, 5], but its weights are [4, 2, 3, 3]',
  ),
  refused(
    'groups that do not divide',
    conv({ group: 3 }),
    'Conv "the_y": its 3 groups do not divide 4 output channels',
  ),
  refused(
    'no group',
    conv({ group: 0 }),
    'Conv "the_y": its 0 groups do not divide 4 output channels',
  ),
  refused('too few pads', conv({ pads: [1, 1] }), 'Conv "the_y": its pads [1, 1] are 2, not 4'),
  refused(
    'negative pads',
    conv({ pads: [1, 1, -1, 1] }),
    'Conv "the_y": its pads [1, 1, -1, 1] must be 0 to 268435456',
  ),
  refused(
    'a stride of zero',
    conv({ strides: [0, 1] }),
    'Conv "the_y": its strides [0, 1] must be 1 to 268435456',
  ),
  refused(
    'an unknown auto_pad',
    conv({ auto_pad: 'SOME' }),
    'Conv "the_y": its auto_pad "SOME" is not known',
  ),
  refused(
    'pads twice',
    conv({ auto_pad: 'VALID', pads: [0, 1, 0, 0] }),
    'Conv "the_y": it has both auto_pad VALID and pads [0, 1, 0, 0]',
  ),
  refused(
    'a bias of other channels',
    conv({}, { inputs: 'x w b' }),
    'Conv "the_y": its bias has the shape [3], not [4]',
  ),
  refused(
    'a computed bias',
    conv({}, { inputs: 'x w x' }),
    'Conv "the_y": its bias "x" must be constant',
  ),
  refused(
    'a division by zero',
    {
      nodes: [node('MatMul', 'x w', 'm'), node('Div', 'm b', 'y')],
      initializers: [constant('w', [3, 4]), floats('b', [4], [1, 0, 1, 1])],
    },
    'Div "the_y": it makes a scale or an offset of the layer before it that is not finite',
  ),
  refused(
    'a negative variance',
    {
      nodes: [node('MatMul', 'x w', 'm'), node('BatchNormalization', 'm b b b v', 'y')],
      initializers: [constant('w', [3, 2]), constant('b', [2]), floats('v', [2], [1, -1])],
    },
    'BatchNormalization "the_y": it makes a scale or an offset',
  ),
  refused(
    'statistics of other channels',
    {
      nodes: [node('MatMul', 'x w', 'm'), node('BatchNormalization', 'm b b b b', 'y')],
      initializers: [constant('w', [3, 2]), constant('b', [3])],
    },
    'BatchNormalization "the_y": its scale has the shape [3], not [2]',
  ),
];

test.each(CASES)('refused: $title', async ({ parts, message }) => {
  const error = await readModel({ ...PLAIN, ...parts }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'Failure', kind: 'input' });
  const { message: text, hint = '' } = error as { message: string; hint?: string };
  expect(text).toContain(message);
  expect(text).toMatch(/^\S+model\.onnx: \S/);
  expect(text + hint).not.toContain('\n');
});

test('the model they differ from is taken', async () => {
  const { input, output } = await readModel(PLAIN);
  expect(input).toEqual({ name: 'x', dims: [null, 3] });
  expect(output).toBe('y');
});

describe('damaged files', () => {
  const good = onnxModel(PLAIN);

  test.each([
    ['empty', new Uint8Array(), 'the file is empty'],
    ['text', new TextEncoder().encode('not a model\n'), 'it is no intact ONNX model'],
    ['without graph', concat([8, 8]), 'it is no ONNX model: it has no graph'],
    ['cut', good.subarray(0, 40), 'it is no intact ONNX model'],
  ])('%s', async (_, bytes, message) => {
    await expect(readModel(Uint8Array.from(bytes))).rejects.toThrow(message);
  });

  test('cut anywhere, or with any byte changed, it is read or refused in one line', async () => {
    const broken = [...good.keys()].flatMap((at) => {
      const changed = Uint8Array.from(good);
      changed[at] = (changed[at] as number) ^ 0xff;
      return [good.slice(0, at), changed];
    });
    let refusals = 0;
    for (const bytes of broken) {
      const outcome = await readModel(bytes).catch((thrown: unknown) => thrown);
      if (!(outcome instanceof Error)) continue;
      expect(outcome).toMatchObject({ name: 'Failure', kind: 'input' });
      expect(outcome.message).not.toContain('\n');
      refusals += 1;
    }
    expect(refusals).toBeGreaterThan(good.length);
  });

  test('no such file, and no file', async () => {
    await expect(readNetwork('/nowhere/x.onnx')).rejects.toMatchObject({ kind: 'input' });
    await expect(readNetwork(tmpdir())).rejects.toThrow(/cannot read .*: it is a directory/);
  });

  test('subgraphs as deep as a file can have them are refused', async () => {
    let graph = onnxGraph({ nodes: [] });
    for (let depth = 0; depth < 1000; depth++) {
      graph = onnxGraph({ nodes: [node('If', '', 'o', { then_branch: { graph } })] });
    }
    const nodes = [...PLAIN.nodes, node('If', 'x', 'z', { then_branch: { graph } })];
    await expect(readModel({ ...PLAIN, nodes })).rejects.toThrow('are more than 16 deep');
  });
});

describe('external data', () => {
  function withFiles<T>(
    location: string,
    files: Readonly<Record<string, Uint8Array>>,
    work: (path: string) => Promise<T>,
  ): Promise<T> {
    const directory = mkdtempSync(join(tmpdir(), 'logposit-external-'));
    mkdirSync(join(directory, 'models'));
    const external = { location, offset: '4', length: '48' };
    const initializers = [onnxTensor({ name: 'w', dims: [3, 4], external })];
    const path = join(directory, 'models', 'm.onnx');
    writeFileSync(path, onnxModel({ ...PLAIN, initializers }));
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(directory, name), bytes);
    return work(path).finally(() => rmSync(directory, { recursive: true }));
  }
  const data = concat(
    [9, 9, 9, 9],
    new Uint8Array(Float32Array.from({ length: 12 }, (_, i) => i).buffer),
  );

  test('below the model is put inside it', async () => {
    const network = await withFiles('w.bin', { 'models/w.bin': data }, readNetwork);
    const [layer] = layersOf(network);
    expect(layer?.weights).toMatchObject({ channels: 4, depth: 3 });
    expect(layer?.weights).toMatchObject({
      values: Float64Array.of(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11),
    });
    expect((await readModel(network.model)).steps).toEqual(network.steps);
  });

  test.each([
    ['../w.bin', 'its external data "../w.bin" must be a path below the model\'s directory'],
    ['/etc/passwd', 'its external data "/etc/passwd" must be a path below the model\'s directory'],
    ['short.bin', 'its external data "short.bin" has 8 bytes, 52 are needed'],
    ['none.bin', 'cannot read its external data "none.bin"'],
  ])('%s is refused', async (location, message) => {
    const files = { 'w.bin': data, 'models/short.bin': new Uint8Array(8) };
    const error = await withFiles(location, files, readNetwork).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'input' });
    expect(String(error)).toContain(message);
  });

  test('of a Constant node is refused', async () => {
    const value = onnxTensor({ name: 'v', dims: [3, 4], external: { location: 'w.bin' } });
    const nodes = [node('Constant', '', 'c', { value }), node('MatMul', 'x c', 'y')];
    await expect(readModel({ ...PLAIN, nodes, initializers: [] })).rejects.toThrow(
      'a tensor within Constant "the_c" is in another file',
    );
  });
});

test('shapes of other types and of nothing do not matter', async () => {
  const initializers = [
    ...[constant('w', [3, 4]), integers('axes', [0]), floats('nothing', [0], [])],
    onnxTensor({ name: 'flag', dims: [], type: 9, raw: Uint8Array.of(1) }),
  ];
  const nodes = [
    ...[node('Where', 'flag x x', 'a'), node('MatMul', 'a w', 'm')],
    node('Unsqueeze', 'm axes', 'y'),
  ];
  expect((await readModel({ ...PLAIN, nodes, initializers })).steps.length).toBe(3);
});
