import { quoted, TensorFault } from '../tensor/fault.ts';
import { integersAttribute } from '../tensor/onnx/attributes.ts';
import { nodeText } from '../tensor/onnx/graph.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { shapeText } from '../tensor/shape.ts';
import type { Constant, Constants } from './constants.ts';
import type { MacLayer } from './layer.ts';
import type { Shapes } from './ranks.ts';

/** What is known around a node. */
export interface Surroundings extends Shapes {
  readonly constants: Constants;
}

/** A layer as its node alone makes it. */
export type Seed = Omit<MacLayer, 'name' | 'output' | 'relu'>;

/** What is wrong with a node, as one line that names it. */
export function nodeFault(node: FullNode, message: string, hint?: string): TensorFault {
  return new TensorFault(`${nodeText(node)}: ${message}`, hint);
}

/** A constant operand. Throws TensorFault. */
export function constantOf(
  node: FullNode,
  { constants }: Surroundings,
  { what, name }: { readonly what: string; readonly name: string },
): Constant {
  try {
    if (constants.has(name)) return constants.float(name);
  } catch (error) {
    if (!(error instanceof TensorFault)) throw error;
    throw nodeFault(node, error.message, error.hint);
  }
  throw nodeFault(
    node,
    `its ${what} ${quoted(name)} must be constant`,
    'only constant ones are taken',
  );
}

/** Compares what the file says of an axis of an operand with what is needed. Throws TensorFault. */
export function checkSize(
  node: FullNode,
  { dimsOf }: Surroundings,
  { name, axis, needed }: { readonly name: string; readonly axis: number; readonly needed: number },
): void {
  const dims = dimsOf(name);
  const size = dims?.at(axis) ?? needed;
  if (size === needed) return;
  const shape = `[${dims?.map((each) => each ?? '?').join(', ')}]`;
  throw nodeFault(node, `its input is ${shape}, its weights need ${needed} where that has ${size}`);
}

const MOST_SIZE = 2 ** 28;

/** A list of as many integers as axes, each at least `least`; `preset` where it is left out. */
export function sizesAttribute(
  node: FullNode,
  name: string,
  { count, least, preset }: { count: number; least: number; preset: number },
): readonly number[] {
  const sizes = integersAttribute(node, name, 2 * count + 1) ?? Array<number>(count).fill(preset);
  if (sizes.length !== count) {
    throw nodeFault(node, `its ${name} ${shapeText(sizes)} are ${sizes.length}, not ${count}`);
  }
  if (sizes.every((size) => size >= least && size <= MOST_SIZE)) return sizes;
  throw nodeFault(node, `its ${name} ${shapeText(sizes)} must be ${least} to ${MOST_SIZE}`);
}
