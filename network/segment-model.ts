import protobuf from 'protobufjs/minimal.js';
import { createBudget } from '../tensor/onnx/budget.ts';
import type { OnnxModel } from '../tensor/onnx/model.ts';
import { readFullNode } from '../tensor/onnx/node.ts';
import { usedTensors } from './graph.ts';
import type { HostSegment } from './network.ts';

/** Newer than the initialisers that need not be inputs, older than the oldest onnxruntime. */
const IR_VERSION = 8;

/** Fields of ModelProto, GraphProto, ValueInfoProto and TypeProto; every one is a message or text. */
const BYTES = 2;

/**
 * An ONNX model of a segment alone: its nodes, the initializers that they need, and inputs of given
 * element types (TensorProto.DataType) whose shapes stay open.
 */
export function segmentModel(
  { nodes, outputs }: HostSegment,
  { initializers, opsets }: Pick<OnnxModel, 'initializers' | 'opsets'>,
  inputTypes: ReadonlyMap<string, number>,
): Uint8Array {
  const graph = new protobuf.Writer();
  for (const node of nodes) graph.uint32(tag(1, BYTES)).bytes(node);
  graph.uint32(tag(2, BYTES)).string('segment');
  for (const name of new Set(nodes.flatMap(usedBy))) {
    const tensor = inputTypes.has(name) ? undefined : initializers.get(name);
    if (tensor !== undefined) graph.uint32(tag(5, BYTES)).bytes(tensor);
  }
  for (const [name, type] of inputTypes) graph.uint32(tag(11, BYTES)).bytes(tensorInfo(name, type));
  for (const name of outputs) graph.uint32(tag(12, BYTES)).bytes(tensorInfo(name));
  const model = new protobuf.Writer().uint32(tag(1, 0)).int64(IR_VERSION);
  model.uint32(tag(7, BYTES)).bytes(graph.finish());
  for (const [domain, version] of opsets) {
    const set = new protobuf.Writer().uint32(tag(1, BYTES)).string(domain);
    model.uint32(tag(8, BYTES)).bytes(set.uint32(tag(2, 0)).int64(version).finish());
  }
  return model.finish();
}

/**
 * A model whose graph has further outputs: protobuf merges a message that occurs twice, so that
 * nothing of the model is rewritten.
 */
export function withOutputs(model: Uint8Array, outputs: readonly string[]): Uint8Array {
  const graph = new protobuf.Writer();
  for (const name of outputs) graph.uint32(tag(12, BYTES)).bytes(tensorInfo(name));
  const more = new protobuf.Writer().uint32(tag(7, BYTES)).bytes(graph.finish()).finish();
  return Buffer.concat([model, more]);
}

/** A ValueInfoProto; onnxruntime finds out the type of what nodes make. */
function tensorInfo(name: string, type?: number): Uint8Array {
  const info = new protobuf.Writer().uint32(tag(1, BYTES)).string(name);
  if (type === undefined) return info.finish();
  const tensor = new protobuf.Writer().uint32(tag(1, 0)).int32(type).finish();
  const wrapped = new protobuf.Writer().uint32(tag(1, BYTES)).bytes(tensor).finish();
  return info.uint32(tag(2, BYTES)).bytes(wrapped).finish();
}

function usedBy(node: Uint8Array): string[] {
  return usedTensors(readFullNode(node, createBudget()));
}

function tag(field: number, wire: number): number {
  return field * 8 + wire;
}
