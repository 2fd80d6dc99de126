import { quoted, TensorFault } from '../fault.ts';
import type { TensorFile } from '../file.ts';
import { nameFault } from '../names.ts';
import type { RawTensor } from '../raw.ts';
import { tensorAttribute } from './attributes.ts';
import { channelAxis, FOLLOWED_OPERATORS } from './channel-axis.ts';
import { readBeside, readModelBytes } from './external.ts';
import { type OnnxGraph, type OnnxNode, readGraph } from './graph.ts';
import { type ExternalRange, readTensorProto } from './tensor-proto.ts';

const CONSTANT = 'Constant';
const OPERATORS = new Set([...FOLLOWED_OPERATORS, CONSTANT]);

export interface OnnxQuestion {
  readonly name: string | undefined;
  /** Path of the model: external data is looked for beside it. */
  readonly path: string;
  /** The axis is given: what the graph says does not matter. */
  readonly isAxisGiven: boolean;
}

/** An initializer or constant of a model, and the axis that the graph implies. */
export async function readOnnx(
  file: TensorFile,
  { name, path, isAxisGiven }: OnnxQuestion,
): Promise<RawTensor & { readonly axis?: number }> {
  const graph = readGraph(await readModelBytes(file), OPERATORS);
  const constants = constantNodes(graph);
  const bytes = name === undefined ? undefined : graph.initializers.get(name);
  const node = name === undefined ? undefined : constants.get(name);
  if (name === undefined || (bytes === undefined && node === undefined)) {
    throw nameFault(name, [...graph.initializers.keys(), ...constants.keys()]);
  }
  const readExternal = (range: ExternalRange) => readBeside(path, range);
  const message = bytes ?? constantTensor(node as OnnxNode, name);
  const tensor = await readTensorProto(message, readExternal);
  const axis = isAxisGiven ? undefined : channelAxis(graph, name, tensor.shape.length);
  return { ...tensor, ...(axis === undefined ? {} : { axis }) };
}

/** Nodes that hold a value, by the name of their output. */
function constantNodes({ nodes }: OnnxGraph): ReadonlyMap<string, OnnxNode> {
  return new Map(
    nodes
      .filter(({ operator, output }) => operator === CONSTANT && output !== '')
      .map((node) => [node.output, node]),
  );
}

function constantTensor(node: OnnxNode, name: string): Uint8Array {
  const tensor = tensorAttribute(node, 'value');
  if (tensor !== undefined) return tensor;
  throw new TensorFault(`the constant ${quoted(name)} holds no tensor`);
}
