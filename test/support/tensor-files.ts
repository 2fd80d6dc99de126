import protobuf from 'protobufjs/minimal.js';

/** Writers of tensor files, right and wrong ones alike: nothing is checked here. */

export interface NpyParts {
  readonly descr?: string;
  readonly fortran?: boolean;
  /** As Python writes it, e.g. "(2, 3)". */
  readonly shape: string;
  readonly data: Uint8Array;
  readonly version?: number;
  /** Replaces the whole header. */
  readonly header?: string;
}

export function npy(parts: NpyParts): Uint8Array {
  const { descr = '<f4', fortran = false, shape, data, version = 1 } = parts;
  const order = fortran ? 'True' : 'False';
  const text =
    parts.header ?? `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
  const header = new TextEncoder().encode(text);
  const length = version === 1 ? u16(header.length) : u32(header.length);
  return concat([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0], length, header, data);
}

/** The header may be any value that JSON has, or a text. */
export function safetensors(header: unknown, data: Uint8Array): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const bytes = new TextEncoder().encode(text);
  return concat(u64(bytes.length), bytes, data);
}

export interface OnnxTensorParts {
  readonly name?: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType; 1 is float32. */
  readonly type?: number;
  readonly raw?: Uint8Array;
  /** Field of TensorProto and its packed content. */
  readonly listed?: { readonly field: number; readonly packed: Uint8Array };
  readonly external?: Readonly<Record<string, string>>;
}

export function onnxTensor(parts: OnnxTensorParts): Uint8Array {
  const { name = 'w', dims, type = 1, raw, listed, external } = parts;
  const writer = new protobuf.Writer();
  for (const size of dims) writer.uint32(key(1, 0)).int64(size);
  writer.uint32(key(2, 0)).int32(type);
  if (listed) writer.uint32(key(listed.field, 2)).bytes(listed.packed);
  writer.uint32(key(8, 2)).string(name);
  if (raw) writer.uint32(key(9, 2)).bytes(raw);
  for (const [entry, value] of Object.entries(external ?? {})) {
    const pair = new protobuf.Writer().uint32(key(1, 2)).string(entry);
    writer.uint32(key(13, 2)).bytes(pair.uint32(key(2, 2)).string(value).finish());
  }
  if (external) writer.uint32(key(14, 0)).int32(1);
  return writer.finish();
}

export interface OnnxNodeParts {
  readonly operator: string;
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** An integer, a list of integers, a tensor, a text, or what says its kind. */
export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | Uint8Array
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly graph: Uint8Array };

export function onnxNode(parts: OnnxNodeParts): Uint8Array {
  const { operator, name = '', inputs = [], outputs = ['out'], domain, attributes = {} } = parts;
  const writer = new protobuf.Writer();
  for (const input of inputs) writer.uint32(key(1, 2)).string(input);
  for (const output of outputs) writer.uint32(key(2, 2)).string(output);
  writer.uint32(key(3, 2)).string(name).uint32(key(4, 2)).string(operator);
  for (const [attribute, value] of Object.entries(attributes)) {
    const inner = new protobuf.Writer().uint32(key(1, 2)).string(attribute);
    const type = writeValue(inner, value);
    writer.uint32(key(5, 2)).bytes(inner.uint32(key(20, 0)).int32(type).finish());
  }
  if (domain !== undefined) writer.uint32(key(7, 2)).string(domain);
  return writer.finish();
}

/** Writes an attribute's value and gives its AttributeProto.AttributeType. */
function writeValue(writer: protobuf.Writer, value: OnnxAttribute): number {
  if (typeof value === 'number') writer.uint32(key(3, 0)).int64(value);
  else if (typeof value === 'string') writer.uint32(key(4, 2)).string(value);
  else if (value instanceof Uint8Array) writer.uint32(key(5, 2)).bytes(value);
  else if ('float' in value) writer.uint32(key(2, 5)).float(value.float);
  else if ('graph' in value) writer.uint32(key(6, 2)).bytes(value.graph);
  else if ('floats' in value) for (const each of value.floats) writer.uint32(key(7, 5)).float(each);
  else for (const each of value) writer.uint32(key(8, 0)).int64(each);
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (value instanceof Uint8Array) return 4;
  if ('float' in value) return 1;
  if ('graph' in value) return 5;
  return 'floats' in value ? 6 : 7;
}

export function onnxModel(parts: {
  readonly nodes?: readonly Uint8Array[];
  readonly tensors?: readonly Uint8Array[];
}): Uint8Array {
  const graph = new protobuf.Writer();
  for (const node of parts.nodes ?? []) graph.uint32(key(1, 2)).bytes(node);
  for (const tensor of parts.tensors ?? []) graph.uint32(key(5, 2)).bytes(tensor);
  const model = new protobuf.Writer().uint32(key(1, 0)).int64(8);
  return model.uint32(key(7, 2)).bytes(graph.finish()).finish();
}

/** The tag of a field before its value. */
export function key(field: number, wire: number): number {
  return field * 8 + wire;
}

export function f32(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

export function concat(...parts: readonly ArrayLike<number>[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

export function u64(value: number | bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}

function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function u16(value: number): Uint8Array {
  return new Uint8Array(Uint16Array.of(value).buffer);
}
