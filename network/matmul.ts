import { quoted } from '../tensor/fault.ts';
import { floatAttribute, integerAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { shapeText, transpose } from '../tensor/shape.ts';
import { perChannel } from './channels.ts';
import type { Constant } from './constants.ts';
import type { ConstantWeights, MatMulForm } from './layer.ts';
import { constantOf, nodeFault, type Seed, type Surroundings } from './node-checks.ts';

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
  if (around.constants.has(right)) {
    const weights = matrix(node, around, right);
    return { ...plain, input: left, weights: channelRows(weights, 1), form: ROWS };
  }
  if (around.constants.has(left)) {
    const weights = matrix(node, around, left);
    return { ...plain, input: right, weights: channelRows(weights, 0), form: COLUMNS };
  }
  return { ...plain, input: left, weights: { kind: 'tensor', name: right }, form: ROWS };
}

/** alpha A' B' + beta C of a constant A or B and a constant C per channel. Throws TensorFault. */
export function gemmLayer(node: FullNode, around: Surroundings): Seed {
  const [left = '', right = '', bias = ''] = node.inputs;
  const isRight = around.constants.has(right);
  if (!isRight && !around.constants.has(left)) {
    throw nodeFault(
      node,
      `neither ${quoted(left)} nor ${quoted(right)} is a constant`,
      'MatMul multiplies two activations',
    );
  }
  const turned = [(integerAttribute(node, 'transA') ?? 0) !== 0, transB(node)] as const;
  const [input, name] = isRight ? [left, right] : [right, left];
  refuseVector(node, around, input);
  const weights = channelRows(
    matrix(node, around, name),
    isRight ? (turned[1] ? 0 : 1) : turned[0] ? 1 : 0,
  );
  const inputVectors = (isRight ? !turned[0] : turned[1]) ? 'rows' : 'columns';
  const form = {
    kind: 'matmul',
    inputVectors,
    outputVectors: isRight ? 'rows' : 'columns',
  } as const;
  const { alpha, beta } = factors(node);
  const offsets = gemmOffsets(node, around, { name: bias, form, channels: weights.channels });
  return {
    operator: 'Gemm',
    input,
    weights,
    form,
    scales: Float64Array.of(alpha),
    offsets: offsets.map((offset) => beta * offset),
  };
}

function transB(node: FullNode): boolean {
  return (integerAttribute(node, 'transB') ?? 0) !== 0;
}

function factors(node: FullNode): { alpha: number; beta: number } {
  const alpha = floatAttribute(node, 'alpha') ?? 1;
  const beta = floatAttribute(node, 'beta') ?? 1;
  if (Number.isFinite(alpha) && Number.isFinite(beta)) return { alpha, beta };
  throw nodeFault(node, `its alpha ${alpha} and beta ${beta} must be finite`);
}

interface GemmBias {
  readonly name: string;
  readonly form: MatMulForm;
  readonly channels: number;
}

function gemmOffsets(node: FullNode, around: Surroundings, bias: GemmBias): Float64Array {
  const { name, form, channels } = bias;
  if (name === '') return Float64Array.of(0);
  const constant = constantOf(node, around, { what: 'bias', name });
  const fromEnd = form.outputVectors === 'rows' ? 0 : 1;
  const offsets = perChannel(constant, { fromEnd, channels, rank: 2 });
  if (offsets !== undefined) return offsets;
  const shape = form.outputVectors === 'rows' ? `[${channels}]` : `[${channels}, 1]`;
  throw nodeFault(
    node,
    `its bias has the shape ${shapeText(constant.shape)}, which is not one per output channel`,
    `${shape} or a single number is taken`,
  );
}

function refuseVector(node: FullNode, { rankOf }: Surroundings, name: string): void {
  const rank = rankOf(name);
  if (rank === undefined || rank >= 2) return;
  throw nodeFault(node, `its operand ${quoted(name)} has ${rank} axes, 2 at least are needed`);
}

function matrix(node: FullNode, around: Surroundings, name: string): Constant {
  const constant = constantOf(node, around, { what: 'weights', name });
  if (constant.shape.length === 2) return constant;
  throw nodeFault(
    node,
    `its constant ${quoted(name)} has the shape ${shapeText(constant.shape)}, not 2 axes`,
  );
}

/** A matrix as rows of the output channels that lie along one of its axes. */
function channelRows({ shape, values }: Constant, axis: 0 | 1): ConstantWeights {
  const channels = shape[axis] as number;
  const rows = axis === 0 ? values : transpose(values, shape, [1, 0]);
  return { kind: 'constant', channels, depth: values.length / channels, values: rows };
}
