import { dtypeNamed } from '../tensor/dtype.ts';
import { quoted, TensorFault } from '../tensor/fault.ts';
import { floatAttribute, floatsAttribute, tensorAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { readInnerTensor, tensorShape } from '../tensor/onnx/tensor-proto.ts';
import { checkValues, type RawTensor } from '../tensor/raw.ts';
import type { Graph } from './graph.ts';

/** A tensor that is known beforehand, C order; shape [] is a scalar. */
export type Constant = Pick<RawTensor, 'shape' | 'values'>;

export interface Constants {
  /** Whether a tensor is an initializer, a Constant's result, or the Identity of such. */
  has(name: string): boolean;
  /** The finite float32 values of such a tensor. Throws TensorFault. */
  float(name: string): Constant;
  /** Values of any type of number; undefined where it is no such tensor. Throws TensorFault. */
  read(name: string): RawTensor | undefined;
  /** The shape of one of whatever type; undefined where it is no such tensor. */
  shape(name: string): readonly number[] | undefined;
}

/** Reads a tensor when it is asked for. */
interface Source {
  readonly shape: () => readonly number[];
  readonly tensor: () => RawTensor;
}

/**
 * Constants of a graph, each read when it is asked for; `computed` are further ones that were found
 * by other means.
 */
export function createConstants(
  graph: Pick<Graph, 'nodes' | 'initializers'>,
  computed: ReadonlyMap<string, RawTensor> = new Map(),
): Constants {
  const sources = new Map<string, Source>();
  for (const [name, proto] of graph.initializers) sources.set(name, protoSource(name, proto));
  for (const [name, tensor] of computed) sources.set(name, known(tensor));
  for (const node of graph.nodes) {
    const source = nodeSource(node, sources);
    if (source !== undefined) sources.set(node.output, source);
  }
  const read = (name: string) => sources.get(name)?.tensor();
  return {
    has: (name) => sources.has(name),
    read,
    shape: (name) => sources.get(name)?.shape(),
    float(name) {
      const tensor = read(name);
      if (tensor?.type.name === 'float32') {
        named(name, () => checkValues(tensor));
        return tensor;
      }
      throw new TensorFault(
        `${quoted(name)} has values of type ${tensor?.type.name ?? 'unknown'}`,
        'only float32 networks are taken',
      );
    },
  };
}

function nodeSource(node: FullNode, sources: ReadonlyMap<string, Source>): Source | undefined {
  const { operator, domain, inputs, output } = node;
  if (domain !== '') return undefined;
  if (operator === 'Identity') return sources.get(inputs[0] ?? '');
  if (operator !== 'Constant') return undefined;
  const proto = tensorAttribute(node, 'value');
  if (proto !== undefined) return protoSource(output, proto);
  const float = floatAttribute(node, 'value_float');
  if (float !== undefined) return known(float32([], [float]));
  const floats = floatsAttribute(node, 'value_floats');
  return floats === undefined ? undefined : known(float32([floats.length], floats));
}

function float32(shape: readonly number[], values: readonly number[]): RawTensor {
  return { shape, type: dtypeNamed('float32'), values: Float64Array.from(values) };
}

function known(tensor: RawTensor): Source {
  return { shape: () => tensor.shape, tensor: () => tensor };
}

function protoSource(name: string, proto: Uint8Array): Source {
  let shape: readonly number[] | undefined;
  let tensor: RawTensor | undefined;
  return {
    shape() {
      shape ??= named(name, () => tensorShape(proto));
      return shape;
    },
    tensor() {
      tensor ??= named(name, () => readInnerTensor(proto));
      return tensor;
    },
  };
}

/** Says which tensor is at fault. */
function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TensorFault)) throw error;
    throw new TensorFault(`the tensor ${quoted(name)}: ${error.message}`, error.hint);
  }
}
