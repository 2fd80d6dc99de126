import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { quoted, TensorFault } from '../fault.ts';
import { type TensorFile, withTensorFile } from '../file.ts';
import { nameFault } from '../names.ts';
import type { RawTensor } from '../raw.ts';
import { channelAxis, FOLLOWED_OPERATORS } from './channel-axis.ts';
import { type OnnxGraph, type OnnxNode, readGraph, tensorAttribute } from './graph.ts';
import { type ExternalRange, readTensorProto } from './tensor-proto.ts';

/** Protobuf's own limit for one message. */
const LARGEST_MODEL = 2 ** 31;

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
  if (file.size > LARGEST_MODEL) {
    throw new TensorFault(`it has ${file.size} bytes, more than protobuf's ${LARGEST_MODEL}`);
  }
  const graph = readGraph(await file.read(0, file.size), OPERATORS);
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

/** Only below the model's directory, links followed. */
async function readBeside(model: string, range: ExternalRange): Promise<Uint8Array> {
  const { location, offset, length } = range;
  const shown = `its external data ${quoted(location)}`;
  const directory = await realpath(dirname(model));
  if (location === '' || location.includes('\0') || isAbsolute(location)) {
    throw new TensorFault(`${shown} must be a path below the model's directory`);
  }
  const path = await realpath(join(directory, location)).catch(() => join(directory, location));
  if (!path.startsWith(directory.endsWith(sep) ? directory : directory + sep)) {
    throw new TensorFault(`${shown} must be a path below the model's directory`);
  }
  return withTensorFile(path, shown, async (file) => {
    if (offset > file.size || offset + (length ?? 0) > file.size) {
      throw new TensorFault(
        `${shown} has ${file.size} bytes, ${offset + (length ?? 0)} are needed`,
      );
    }
    return file.read(offset, length ?? file.size - offset);
  });
}
