import { quoted } from '../tensor/fault.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { shapeText, transpose } from '../tensor/shape.ts';
import type { ConstantWeights, MatMulForm } from './layer.ts';
import { checkSize, constantOf, nodeFault, type Seed, type Surroundings } from './node-checks.ts';

const ROWS: MatMulForm = { kind: 'matmul', inputVectors: 'rows', outputVectors: 'rows' };
const COLUMNS: MatMulForm = { kind: 'matmul', inputVectors: 'columns', outputVectors: 'columns' };

/** A MatMul by a constant of rank 2 on either side, or of two activations. Throws TensorFault. */
export function matMulLayer(node: FullNode, around: Surroundings): Seed {
  const [left = '', right = ''] = node.inputs;
  for (const name of [left, right]) refuseVector(node, around, name);
  const plain = {
    operator: 'MatMul',
    scales: Float64Array.of(1),
    offsets: Float64Array.of(0),
  } as const;
  const byConstant = (input: string, name: string, axis: 0 | 1): Seed => {
    const weights = matrixRows(node, around, { name, axis });
    const form = axis === 1 ? ROWS : COLUMNS;
    checkDepth(node, around, { input, weights, form });
    return { ...plain, input, weights, form };
  };
  if (around.constants.has(right)) return byConstant(left, right, 1);
  if (around.constants.has(left)) return byConstant(right, left, 0);
  return { ...plain, input: left, weights: { kind: 'tensor', name: right }, form: ROWS };
}

/** Vectors lie along an axis of two at least. Throws TensorFault. */
export function refuseVector(node: FullNode, { rankOf }: Surroundings, name: string): void {
  const rank = rankOf(name);
  if (rank === undefined || rank >= 2) return;
  throw nodeFault(node, `its operand ${quoted(name)} has ${rank} axes, 2 at least are needed`);
}

/** A constant matrix as rows of the output channels that lie along one of its axes. */
export function matrixRows(
  node: FullNode,
  around: Surroundings,
  { name, axis }: { readonly name: string; readonly axis: 0 | 1 },
): ConstantWeights {
  const { shape, values } = constantOf(node, around, { what: 'weights', name });
  if (shape.length !== 2) {
    const text = shapeText(shape);
    throw nodeFault(node, `its constant ${quoted(name)} has the shape ${text}, not 2 axes`);
  }
  const channels = shape[axis] as number;
  const rows = axis === 0 ? values : transpose(values, shape, [1, 0]);
  return { kind: 'constant', channels, depth: values.length / channels, values: rows };
}

/** Refuses an input that is known to have other sums than the weights. Throws TensorFault. */
export function checkDepth(
  node: FullNode,
  around: Surroundings,
  { input, weights, form }: { input: string; weights: ConstantWeights; form: MatMulForm },
): void {
  const axis = form.inputVectors === 'rows' ? -1 : -2;
  checkSize(node, around, { name: input, axis, needed: weights.depth });
}
