import { quoted } from '../tensor/fault.ts';
import { floatAttribute, integerAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { shapeText } from '../tensor/shape.ts';
import { channelAxis, isPerChannel } from './channels.ts';
import type { ConstantWeights, MatMulForm } from './layer.ts';
import { checkDepth, matrixRows, refuseVector } from './matmul.ts';
import { constantOf, nodeFault, type Seed, type Surroundings } from './node-checks.ts';

/** alpha A' B' + beta C of a constant A or B and a constant C per channel. Throws TensorFault. */
export function gemmLayer(node: FullNode, around: Surroundings): Seed {
  const [left, right] = [operand(node, 0), operand(node, 1)];
  const isRight = around.constants.has(right.name);
  const [input, constant] = isRight ? [left, right] : [right, left];
  if (!around.constants.has(constant.name)) {
    throw nodeFault(
      node,
      `neither ${quoted(left.name)} nor ${quoted(right.name)} is a constant`,
      'MatMul multiplies two activations',
    );
  }
  refuseVector(node, around, input.name);
  const axis = isRight === constant.isTurned ? 0 : 1;
  const weights = matrixRows(node, around, { name: constant.name, axis });
  const form: MatMulForm = {
    kind: 'matmul',
    inputVectors: isRight === input.isTurned ? 'columns' : 'rows',
    outputVectors: isRight ? 'rows' : 'columns',
  };
  checkDepth(node, around, { input: input.name, weights, form });
  const { alpha, beta } = factors(node);
  const offsets = biasOf(node, around, { form, weights }).map((offset) => beta * offset);
  const scales = Float64Array.of(alpha);
  return { operator: 'Gemm', input: input.name, weights, form, scales, offsets };
}

/** A and B as the node takes them: transposed or not. */
function operand(node: FullNode, place: 0 | 1): { name: string; isTurned: boolean } {
  const attribute = place === 0 ? 'transA' : 'transB';
  const isTurned = (integerAttribute(node, attribute) ?? 0) !== 0;
  return { name: node.inputs[place] ?? '', isTurned };
}

function factors(node: FullNode): { alpha: number; beta: number } {
  const alpha = floatAttribute(node, 'alpha') ?? 1;
  const beta = floatAttribute(node, 'beta') ?? 1;
  if (Number.isFinite(alpha) && Number.isFinite(beta)) return { alpha, beta };
  throw nodeFault(node, `its alpha ${alpha} and beta ${beta} must be finite`);
}

function biasOf(
  node: FullNode,
  around: Surroundings,
  layer: { readonly form: MatMulForm; readonly weights: ConstantWeights },
): Float64Array {
  const name = node.inputs[2] ?? '';
  if (name === '') return Float64Array.of(0);
  const { shape, values } = constantOf(node, around, { what: 'bias', name });
  if (isPerChannel(shape, channelAxis(layer, 2))) return values;
  const { channels } = layer.weights;
  const taken = layer.form.outputVectors === 'rows' ? `[${channels}]` : `[${channels}, 1]`;
  throw nodeFault(
    node,
    `its bias has the shape ${shapeText(shape)}, which is not one number per output channel`,
    `${taken} or a single number is taken`,
  );
}
