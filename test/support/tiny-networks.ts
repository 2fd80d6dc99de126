import { bell } from '../../scripts/train-example/distributions.ts';
import { createGraph, type GraphWriter } from '../../scripts/train-example/onnx-writer.ts';
import { createRandom } from '../../sim/random.ts';

/** A network of a few nodes with random weights: `x` in, `y` out. */
export interface TinyNetwork {
  readonly model: Uint8Array;
  /** Without the batch, which is free. */
  readonly inputDims: readonly number[];
  readonly outputDims: readonly number[];
}

/** A convolution of two groups with bias: strides, dilations and all four pads differ. */
export function tinyConv(seed: number): TinyNetwork {
  const { graph, normal } = start(seed, 'conv');
  graph.node({
    operator: 'Conv',
    name: 'conv',
    output: 'y',
    inputs: ['x', normal('conv.weight', [6, 2, 3, 2]), normal('conv.bias', [6])],
    attributes: {
      kernel_shape: [3, 2],
      strides: [2, 1],
      dilations: [1, 3],
      pads: [0, 1, 2, 3],
      group: 2,
    },
  });
  return finish(graph, [4, 7, 5], [6, 4, 6]);
}

/** One head of attention: three products with known weights, two of activations. */
export function tinyAttention(seed: number): TinyNetwork {
  const { graph, normal } = start(seed, 'attention');
  const project = (name: string) =>
    graph.node({ operator: 'MatMul', name, inputs: ['x', normal(`${name}.weight`, [6, 4])] });
  const query = graph.node({
    operator: 'Add',
    name: 'query.add',
    inputs: [project('query'), normal('query.bias', [4])],
  });
  const keys = graph.node({
    operator: 'Transpose',
    name: 'key.transpose',
    inputs: [project('key')],
    attributes: { perm: [0, 2, 1] },
  });
  const scores = graph.node({ operator: 'MatMul', name: 'scores', inputs: [query, keys] });
  const shares = graph.node({
    operator: 'Softmax',
    name: 'shares',
    inputs: [scores],
    attributes: { axis: -1 },
  });
  const inputs = [shares, project('value')];
  graph.node({ operator: 'MatMul', name: 'mix', output: 'y', inputs });
  return finish(graph, [5, 6], [5, 4]);
}

/** Scales of its first normalisation; the second one's are their negatives. */
export const TINY_SCALES: readonly number[] = [1.5, -0.75, 0, -0, 2 ** -12, -6];

/** Two convolutions with BatchNormalization, whose scales may be negative or zero; Relu between. */
export function tinyNorms(seed: number): TinyNetwork {
  const { graph, normal } = start(seed, 'norms');
  const channels = TINY_SCALES.length;
  const conv = (name: string, input: string, inputs: number) =>
    graph.node({
      operator: 'Conv',
      name,
      inputs: [input, normal(`${name}.weight`, [channels, inputs, 3])],
      attributes: { kernel_shape: [3] },
    });
  const norm = (name: string, input: string, scales: readonly number[], output = name) => {
    const tensors = [
      graph.floats(`${name}.scale`, [channels], scales),
      normal(`${name}.offset`, [channels]),
      normal(`${name}.mean`, [channels]),
      graph.floats(`${name}.variance`, [channels], [0.25, 1, 0.01, 4, 0, 30]),
    ];
    return graph.node({
      operator: 'BatchNormalization',
      name,
      output,
      inputs: [input, ...tensors],
      attributes: { epsilon: { float: 1e-3 } },
    });
  };
  const first = norm('first.norm', conv('first', 'x', 3), TINY_SCALES);
  const hidden = graph.node({ operator: 'Relu', name: 'first.relu', inputs: [first] });
  const negatives = TINY_SCALES.map((scale) => -scale);
  norm('second.norm', conv('second', hidden, channels), negatives, 'y');
  return finish(graph, [3, 12], [channels, 8]);
}

function start(seed: number, use: string) {
  const graph = createGraph();
  const random = createRandom(seed, `tiny ${use}`);
  /** Adds a tensor of normally distributed values. */
  const normal = (name: string, dims: readonly number[]) => {
    const length = dims.reduce((product, size) => product * size, 1);
    return graph.floats(
      name,
      dims,
      Float32Array.from({ length }, () => bell(random) / 2),
    );
  };
  return { graph, normal };
}

function finish(
  graph: GraphWriter,
  inputDims: readonly number[],
  outputDims: readonly number[],
): TinyNetwork {
  const model = graph.model({
    name: 'tiny',
    description: 'A network for tests.',
    inputs: [{ name: 'x', dims: ['N', ...inputDims] }],
    outputs: [{ name: 'y', dims: ['N', ...outputDims] }],
  });
  return { model, inputDims, outputDims };
}
