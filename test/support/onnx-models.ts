import protobuf from 'protobufjs/minimal.js';
import { f32, key, type OnnxAttribute, onnxNode, onnxTensor } from './tensor-files.ts';

/** Small whole models that onnxruntime takes; the parts may be as wrong as a test wants. */
export interface OnnxModelParts {
  readonly nodes: readonly Uint8Array[];
  /** TensorProto messages: `floats`, `integers` or `onnxTensor`. */
  readonly initializers?: readonly Uint8Array[];
  readonly inputs?: readonly OnnxInfo[];
  readonly outputs?: readonly OnnxInfo[];
  /** What is said of tensors in between. */
  readonly infos?: readonly OnnxInfo[];
  /** Of ONNX's own domain; null for none. */
  readonly opset?: number | null;
  readonly domains?: Readonly<Record<string, number>>;
  readonly ir?: number;
}

export interface OnnxInfo {
  readonly name: string;
  /** TensorProto.DataType; 1 is float32. */
  readonly type?: number;
  /** A text or null is a free size. */
  readonly dims?: readonly (number | string | null)[];
}

export function onnxModel(parts: OnnxModelParts): Uint8Array {
  const { opset = 13, domains = {}, ir = 8 } = parts;
  const sets = { ...(opset === null ? {} : { '': opset }), ...domains };
  const model = new protobuf.Writer().uint32(key(1, 0)).int64(ir);
  model.uint32(key(7, 2)).bytes(onnxGraph(parts));
  for (const [domain, version] of Object.entries(sets)) {
    const set = new protobuf.Writer().uint32(key(1, 2)).string(domain);
    model.uint32(key(8, 2)).bytes(set.uint32(key(2, 0)).int64(version).finish());
  }
  return model.finish();
}

/** A GraphProto message, e.g. for an attribute. */
export function onnxGraph(parts: Omit<OnnxModelParts, 'opset' | 'domains' | 'ir'>): Uint8Array {
  const { nodes, initializers = [], inputs = [], outputs = [], infos = [] } = parts;
  const graph = new protobuf.Writer();
  for (const node of nodes) graph.uint32(key(1, 2)).bytes(node);
  graph.uint32(key(2, 2)).string('graph');
  for (const tensor of initializers) graph.uint32(key(5, 2)).bytes(tensor);
  for (const info of inputs) graph.uint32(key(11, 2)).bytes(onnxInfo(info));
  for (const info of outputs) graph.uint32(key(12, 2)).bytes(onnxInfo(info));
  for (const info of infos) graph.uint32(key(13, 2)).bytes(onnxInfo(info));
  return graph.finish();
}

function onnxInfo({ name, type = 1, dims }: OnnxInfo): Uint8Array {
  const tensor = new protobuf.Writer().uint32(key(1, 0)).int32(type);
  if (dims) {
    const shape = new protobuf.Writer();
    for (const size of dims) {
      const dim = new protobuf.Writer();
      if (typeof size === 'number') dim.uint32(key(1, 0)).int64(size);
      if (typeof size === 'string') dim.uint32(key(2, 2)).string(size);
      shape.uint32(key(1, 2)).bytes(dim.finish());
    }
    tensor.uint32(key(2, 2)).bytes(shape.finish());
  }
  const typed = new protobuf.Writer().uint32(key(1, 2)).bytes(tensor.finish()).finish();
  const info = new protobuf.Writer().uint32(key(1, 2)).string(name);
  return info.uint32(key(2, 2)).bytes(typed).finish();
}

/** `node('Conv', 'x w b', 'y', { group: 2 })`: names apart by spaces, "-" for one left out. */
export function node(
  operator: string,
  inputs: string,
  outputs: string,
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): Uint8Array {
  const names = (text: string) =>
    text.split(' ').flatMap((name) => (name === '' ? [] : [name === '-' ? '' : name]));
  return onnxNode({
    operator,
    name: `the_${outputs.split(' ')[0]}`,
    inputs: names(inputs),
    outputs: names(outputs),
    attributes,
  });
}

/** A float32 initializer. */
export function floats(
  name: string,
  dims: readonly number[],
  values: ArrayLike<number>,
): Uint8Array {
  return onnxTensor({ name, dims, raw: f32(...Array.from(values)) });
}

/** An int64 initializer. */
export function integers(name: string, values: readonly number[]): Uint8Array {
  const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return onnxTensor({ name, dims: [values.length], type: 7, raw });
}
