import { integerAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import type { Constants } from './constants.ts';
import type { Graph } from './graph.ts';

/** What is clear of shapes without running the network. */
export interface Shapes {
  /** Number of axes. */
  readonly rankOf: (name: string) => number | undefined;
  /** What the file says: null for a free size. */
  readonly dimsOf: (name: string) => readonly (number | null)[] | undefined;
}

type Ranks = Shapes['rankOf'];

/** Follows ranks through common operators; what the file says of a tensor counts first. */
export function findRanks(graph: Graph, constants: Constants): Shapes {
  const said = new Map(graph.infos.map(({ name, dims }) => [name, dims]));
  said.set(graph.input.name, graph.input.dims);
  const ranks = new Map<string, number>();
  for (const [name, dims] of said) if (dims) ranks.set(name, dims.length);
  const rankOf = (name: string) => ranks.get(name) ?? constants.shape(name)?.length;
  for (const node of graph.nodes) {
    for (const name of node.operator === 'Split' ? node.outputs : [node.output]) {
      if (ranks.has(name)) continue;
      const rank = resultRank(node, rankOf, constants);
      if (rank !== undefined) ranks.set(name, rank);
    }
  }
  return { rankOf, dimsOf: (name) => said.get(name) };
}

/** Results have the rank of the first operand. */
const KEEPING = new Set([
  ...['Identity', 'Dropout', 'Relu', 'LeakyRelu', 'Sigmoid', 'HardSigmoid', 'HardSwish', 'Tanh'],
  ...['Softmax', 'LogSoftmax', 'Clip', 'Erf', 'Gelu', 'Sqrt', 'Exp', 'Log', 'Neg', 'Abs', 'Elu'],
  ...['BatchNormalization', 'LayerNormalization', 'InstanceNormalization', 'Transpose', 'Split'],
  ...['MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'Conv', 'Pad', 'Slice'],
  ...['Concat', 'Cast', 'Resize', 'ConvTranspose'],
]);

/** Operands are broadcast. */
const BROADCASTING = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'MatMul', 'Min', 'Max', 'Where']);

function resultRank(node: FullNode, rankOf: Ranks, constants: Constants): number | undefined {
  const { domain, operator, inputs } = node;
  const [first = '', second = ''] = inputs;
  if (domain !== '') return undefined;
  if (KEEPING.has(operator)) return rankOf(first);
  if (BROADCASTING.has(operator)) return widest(inputs.map(rankOf));
  if (operator === 'Gemm' || operator === 'Flatten') return 2;
  if (operator === 'Reshape') {
    const shape = constants.shape(second);
    return shape?.length === 1 ? shape[0] : undefined;
  }
  const isReducing = operator.startsWith('Reduce');
  return isReducing && integerAttribute(node, 'keepdims') !== 0 ? rankOf(first) : undefined;
}

/** The rank of operands that are broadcast; undefined where one of them is not known. */
function widest(ranks: readonly (number | undefined)[]): number | undefined {
  return ranks.reduce(
    (a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b)),
    0,
  );
}
