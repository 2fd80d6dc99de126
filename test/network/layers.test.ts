import { describe, expect, test } from 'vitest';
import { floats, node, type OnnxModelParts } from '../support/onnx-models.ts';
import { type OnnxAttribute, onnxNode } from '../support/tensor-files.ts';
import { randomNumbers } from '../support/values.ts';
import { division, expectSameAsFloat } from './check-network.ts';

/** A float32 initializer of random numbers. */
function random(name: string, dims: readonly number[], seed = name.length): Uint8Array {
  return floats(
    name,
    dims,
    randomNumbers(
      dims.reduce((a, b) => a * b, 1),
      seed,
    ),
  );
}

function model(
  nodes: readonly Uint8Array[],
  initializers: readonly Uint8Array[],
  dims: readonly (number | string)[],
): OnnxModelParts {
  return { nodes, initializers, inputs: [{ name: 'x', dims }], outputs: [{ name: 'y' }] };
}

type Attributes = Readonly<Record<string, OnnxAttribute>>;

interface ConvCase {
  readonly title: string;
  readonly weights: readonly number[];
  readonly dims: readonly number[];
  readonly attributes: Attributes;
}

const CONVOLUTIONS: readonly ConvCase[] = [
  { title: 'plain', weights: [4, 3, 3, 2], dims: [2, 3, 6, 5], attributes: {} },
  {
    title: 'strides, dilations and uneven pads',
    weights: [4, 2, 3, 3],
    dims: [1, 2, 9, 8],
    attributes: { strides: [2, 1], dilations: [1, 2], pads: [1, 0, 2, 3], kernel_shape: [3, 3] },
  },
  { title: 'groups', weights: [6, 2, 2, 2], dims: [2, 4, 4, 4], attributes: { group: 2 } },
  { title: 'depthwise', weights: [6, 1, 3, 3], dims: [1, 3, 5, 5], attributes: { group: 3 } },
  ...['SAME_UPPER', 'SAME_LOWER', 'VALID'].map((auto_pad) => ({
    title: `auto_pad ${auto_pad}`,
    weights: [2, 2, 4, 3],
    dims: [1, 2, 7, 8],
    attributes: { auto_pad, strides: [2, 3] },
  })),
  {
    title: '1-D',
    weights: [3, 2, 4],
    dims: [2, 2, 9],
    attributes: { strides: [2], pads: [1, 2], dilations: [2] },
  },
  {
    title: '1-D, same',
    weights: [3, 1, 4],
    dims: [1, 3, 9],
    attributes: { auto_pad: 'SAME_LOWER', group: 3 },
  },
];

describe('Conv', () => {
  test.each(CONVOLUTIONS)('$title', async ({ weights, dims, attributes }) => {
    const nodes = [node('Conv', 'x w b', 'y', attributes)];
    const initializers = [random('w', weights), random('b', [weights[0] as number], 7)];
    const network = await expectSameAsFloat(model(nodes, initializers, dims), dims);
    const { layers, hosted } = division(network);
    expect(layers.map(({ operator }) => operator)).toEqual(['Conv']);
    expect(hosted).toBe(0);
  });
});

interface ProductCase {
  readonly title: string;
  readonly nodes: readonly Uint8Array[];
  readonly initializers: readonly Uint8Array[];
  readonly dims: readonly number[];
  readonly hosted?: number;
}

const TRANSPOSES = [0, 1].flatMap((transA) => [0, 1].map((transB) => ({ transA, transB })));

const PRODUCTS: readonly ProductCase[] = [
  ...TRANSPOSES.map(({ transA, transB }) => ({
    title: `Gemm by B, transA ${transA}, transB ${transB}`,
    nodes: [
      node('Gemm', 'x w c', 'y', { transA, transB, alpha: { float: -0.5 }, beta: { float: 3 } }),
    ],
    initializers: [random('w', transB ? [4, 3] : [3, 4]), random('c', [1, 4], 5)],
    dims: transA ? [3, 5] : [5, 3],
  })),
  ...TRANSPOSES.map(({ transA, transB }) => ({
    title: `Gemm by A, transA ${transA}, transB ${transB}`,
    nodes: [node('Gemm', 'w x c', 'y', { transA, transB, alpha: { float: 2 } })],
    initializers: [random('w', transA ? [3, 4] : [4, 3]), random('c', [4, 1], 5)],
    dims: transB ? [5, 3] : [3, 5],
  })),
  {
    title: 'Gemm with a scalar',
    nodes: [node('Gemm', 'x w c', 'y')],
    initializers: [random('w', [3, 4]), random('c', [], 5)],
    dims: [2, 3],
  },
  {
    title: 'Gemm without C',
    nodes: [node('Gemm', 'x w', 'y')],
    initializers: [random('w', [3, 4])],
    dims: [2, 3],
  },
  {
    title: 'MatMul by the right operand',
    nodes: [node('MatMul', 'x w', 'y')],
    initializers: [random('w', [3, 4])],
    dims: [2, 2, 5, 3],
  },
  {
    title: 'MatMul by the left operand',
    nodes: [node('MatMul', 'w x', 'y')],
    initializers: [random('w', [4, 3])],
    dims: [2, 3, 5],
  },
  {
    title: 'MatMul of two activations, one of them repeated',
    nodes: [
      node('Transpose', 'x', 't', { perm: [1, 0, 2, 3] }),
      node('MatMul', 't x', 'p'),
      node('Mul', 'p s', 'y'),
    ],
    initializers: [random('s', [1])],
    dims: [1, 2, 3, 3],
    hosted: 1,
  },
  {
    title: 'weights of a Constant through Identity',
    nodes: [
      node('Constant', '', 'c', { value: random('value', [3, 4]) }),
      node('Identity', 'c', 'i'),
      node('MatMul', 'x i', 'y'),
    ],
    initializers: [],
    dims: [2, 3],
  },
  {
    title: 'weights that a Transpose of an initializer makes',
    nodes: [node('Transpose', 'w', 't'), node('MatMul', 'x t', 'm'), node('Add', 'm b', 'y')],
    initializers: [random('w', [4, 3]), random('b', [4])],
    dims: [2, 3],
  },
];

test('an initializer that is an input too is a constant', async () => {
  const parts = model([node('MatMul', 'x w', 'y')], [random('w', [3, 4])], ['N', 3]);
  const inputs = [{ name: 'w', dims: [3, 4] }, ...(parts.inputs ?? [])];
  const network = await expectSameAsFloat({ ...parts, inputs }, [2, 3]);
  expect(network.input.name).toBe('x');
});

test.each(PRODUCTS)('$title', async ({ nodes, initializers, dims, hosted = 0 }) => {
  const network = await expectSameAsFloat(model(nodes, initializers, dims), dims);
  expect(division(network)).toMatchObject({ layers: [{}], hosted });
});

describe('what lies behind a layer', () => {
  const conv = node('Conv', 'x w', 'c');
  const weights = random('w', [4, 3, 1, 1]);
  const statistics = [
    ...[random('scale', [4], 3), random('bias', [4], 4), random('mean', [4], 5)],
    floats('variance', [4], [0.5, 2, 0.01, 1]),
  ];
  const normalise = (from: string, to: string, attributes: Attributes = {}) =>
    node('BatchNormalization', `${from} scale bias mean variance`, to, attributes);

  test.each([
    ['Add of [1, M, 1, 1]', [node('Add', 'c k', 'y')], [random('k', [1, 4, 1, 1])]],
    ['Add of [M, 1, 1], constant first', [node('Add', 'k c', 'y')], [random('k', [4, 1, 1])]],
    ['Sub of a constant', [node('Sub', 'c k', 'y')], [random('k', [4, 1, 1])]],
    ['Sub from a constant', [node('Sub', 'k c', 'y')], [random('k', [4, 1, 1])]],
    [
      'Mul with zero and negative',
      [node('Mul', 'c k', 'y')],
      [floats('k', [4, 1, 1], [0, -2, 3, 1])],
    ],
    ['Mul with a scalar', [node('Mul', 'k c', 'y')], [random('k', [])]],
    ['Div by a constant', [node('Div', 'c k', 'y')], [random('k', [1, 4, 1, 1])]],
    ['BatchNormalization', [normalise('c', 'y', { epsilon: { float: 0.01 } })], statistics],
    ['BatchNormalization of preset epsilon', [normalise('c', 'y')], statistics],
    ['Relu', [node('Relu', 'c', 'y')], []],
    [
      'all of them in a row',
      [
        ...[node('Add', 'c k', 'a'), node('Identity', 'a', 'i'), normalise('i', 'n')],
        ...[node('Dropout', 'n', 'd mask'), node('Div', 'd k', 'v'), node('Sub', 's v', 'u')],
        ...[node('Relu', 'u', 'r'), node('Identity', 'r', 'y')],
      ],
      [random('k', [1, 4, 1, 1]), random('s', []), ...statistics],
    ],
  ] as const)('is folded: %s', async (_, nodes, initializers) => {
    const dims = [2, 3, 2, 3];
    const parts = model([conv, ...nodes], [weights, ...initializers], dims);
    const { layers, hosted } = division(await expectSameAsFloat(parts, dims));
    expect(layers).toMatchObject([{ name: 'the_c', output: 'y' }]);
    expect(hosted).toBe(0);
  });

  test.each([
    ['a constant along the width', [node('Add', 'c k', 'y')], [random('k', [3])], 1],
    ['a constant per place', [node('Mul', 'c k', 'y')], [random('k', [1, 4, 2, 3])], 1],
    ['a constant that adds an axis', [node('Add', 'c k', 'y')], [random('k', [1, 1, 1, 1, 1])], 1],
    ['a constant divided by it', [node('Div', 'k c', 'y')], [random('k', [])], 1],
    ['what follows Relu', [node('Relu', 'c', 'r'), node('Mul', 'r k', 'y')], [random('k', [])], 1],
    ['another use', [node('Relu', 'c', 'r'), node('Add', 'r c', 'y')], [], 2],
    ['both operands', [node('Add', 'c c', 'y')], [], 1],
    [
      'a Dropout whose mask is used',
      [node('Dropout', 'c', 'd q'), node('Where', 'q d c', 'y')],
      [],
      2,
    ],
    ['Clip', [node('Clip', 'c - k', 'y')], [floats('k', [], [0.5])], 1],
  ] as const)('stays on the host: %s', async (_, nodes, initializers, hosted) => {
    const dims = [2, 3, 2, 3];
    const parts = model([conv, ...nodes], [weights, ...initializers], dims);
    const network = await expectSameAsFloat(parts, dims);
    expect(division(network).hosted).toBe(hosted);
  });

  test.each([
    ['[M]', [4], 0],
    ['[1, M]', [1, 4], 0],
    ['[1, 1, M]', [1, 1, 4], 0],
    ['a scalar', [], 0],
    ['[V, 1]', [5, 1], 1],
    ['[1, 1, 1, M]', [1, 1, 1, 4], 1],
  ] as const)('MatMul of rows and %s', async (_, shape, hosted) => {
    const nodes = [node('MatMul', 'x w', 'm'), node('Add', 'm k', 'y')];
    const parts = model(nodes, [random('w', [3, 4]), random('k', shape)], ['N', 5, 3]);
    expect(division(await expectSameAsFloat(parts, [2, 5, 3])).hosted).toBe(hosted);
  });

  test.each([
    ['[M, 1]', [4, 1], 0],
    ['[1, M, 1]', [1, 4, 1], 0],
    ['[V]', [5], 1],
  ] as const)('MatMul of columns and %s', async (_, shape, hosted) => {
    const nodes = [node('MatMul', 'w x', 'm'), node('Sub', 'k m', 'y')];
    const parts = model(nodes, [random('w', [4, 3]), random('k', shape)], [2, 3, 5]);
    expect(division(await expectSameAsFloat(parts, [2, 3, 5])).hosted).toBe(hosted);
  });

  test('BatchNormalization behind Gemm, and behind MatMul along another axis', async () => {
    const gemm = [node('Gemm', 'x w', 'c'), normalise('c', 'y')];
    const rows = model(gemm, [random('w', [3, 4]), ...statistics], ['N', 3]);
    expect(division(await expectSameAsFloat(rows, [2, 3])).hosted).toBe(0);
    const matMul = [node('MatMul', 'x w', 'c'), normalise('c', 'y')];
    const other = model(matMul, [random('w', [3, 4]), ...statistics], ['N', 4, 3]);
    expect(division(await expectSameAsFloat(other, [2, 4, 3])).hosted).toBe(1);
  });

  test('numbers are folded in binary64', async () => {
    const third = floats('k', [], [1 / 3]);
    const nodes = [conv, node('Div', 'c k', 'd'), node('Div', 'd k', 'y')];
    const network = await expectSameAsFloat(
      model(nodes, [weights, third], [1, 3, 1, 1]),
      [1, 3, 1, 1],
    );
    const k = 1 / Math.fround(1 / 3);
    expect(division(network).layers[0]?.scales).toEqual(Float64Array.of(k * k));
  });
});

describe('steps', () => {
  test('what nobody needs is left out, and does not keep a layer from folding', async () => {
    const nodes = [
      ...[node('MatMul', 'x w', 'm'), node('Sqrt', 'm', 'unused'), node('Relu', 'm', 'y')],
      node('MatMul', 'x w', 'second'),
    ];
    const parts = model(nodes, [random('w', [3, 3])], ['N', 3]);
    const { layers, hosted } = division(await expectSameAsFloat(parts, [2, 3]));
    expect(layers.map(({ name, relu }) => [name, relu])).toEqual([['the_m', true]]);
    expect(hosted).toBe(0);
  });

  test('what follows the answer is not folded', async () => {
    const nodes = [node('MatMul', 'x w', 'y'), node('Relu', 'y', 'r'), node('Add', 'y r', 'z')];
    const parts = model(nodes, [random('w', [3, 3])], ['N', 3]);
    const { layers } = division(await expectSameAsFloat(parts, [2, 3]));
    expect(layers).toMatchObject([{ output: 'y', relu: false }]);
  });

  test('host nodes between the same layers are one segment, constants come along', async () => {
    const nodes = [
      ...[node('MatMul', 'x w', 'm'), node('Shape', 'w', 's'), node('Cast', 's', 'f', { to: 1 })],
      ...[node('ReduceSum', 'f', 'k', { keepdims: 0 }), node('Sigmoid', 'm', 'a')],
      ...[node('MatMul', 'x w', 'other'), node('Mul', 'a k', 'b'), node('Tanh', 'other', 'o')],
      ...[node('MatMul', 'b o', 'p'), node('Exp', 'p', 'e'), node('Add', 'e k', 'y')],
    ];
    const parts = model(nodes, [random('w', [3, 3])], [3, 3]);
    const network = await expectSameAsFloat(parts, [3, 3]);
    const kinds = network.steps.map((step) =>
      step.kind === 'layer' ? step.layer.name : step.segment.outputs.join(' '),
    );
    expect(kinds).toEqual(['the_m', 'the_other', 'b o', 'the_p', 'y']);
  });

  test('layers without a name are named by operator and place; names are unique', async () => {
    const product = (inputs: readonly string[], output: string, name: string) =>
      onnxNode({ operator: 'MatMul', inputs, outputs: [output], name });
    const nodes = [
      ...[product(['x', 'w'], 'a', ''), product(['a', 'w'], 'b', 'MatMul_0')],
      product(['b', 'w'], 'y', 'last'),
    ];
    const network = await expectSameAsFloat(model(nodes, [random('w', [3, 3])], ['N', 3]), [2, 3]);
    const names = division(network).layers.map(({ name }) => name);
    expect(names).toEqual(['MatMul_0', 'MatMul_0_1', 'last']);
  });
});
