import { quoted, TensorFault } from '../tensor/fault.ts';
import { dataTypeName } from '../tensor/onnx/data-type.ts';
import type { OnnxModel } from '../tensor/onnx/model.ts';
import type { NetworkInput } from './network.ts';

const FLOAT32 = 1;
const LARGEST_SIZE = 2 ** 28;

/** The one input that is no initializer. Throws TensorFault. */
export function findInput({ inputs, initializers }: OnnxModel): NetworkInput {
  const real = inputs.filter(({ name }) => !initializers.has(name));
  const [input] = real;
  if (input === undefined) throw new TensorFault('it has no input');
  if (real.length > 1) {
    throw new TensorFault(`it has ${real.length} inputs, ${names(real)}: one is allowed`);
  }
  const { name, type, dims } = input;
  const shown = `its input ${quoted(name)}`;
  if (type === undefined) throw new TensorFault(`${shown} is no tensor of a known type`);
  if (type !== FLOAT32) {
    throw new TensorFault(
      `${shown} has elements of type ${dataTypeName(type)}`,
      'only float32 networks are taken',
    );
  }
  if (dims === undefined || dims.length === 0) {
    throw new TensorFault(`${shown} has no shape`, 'a shape may have free sizes');
  }
  checkSizes(shown, dims);
  return { name, dims };
}

function checkSizes(shown: string, dims: readonly (number | null)[]): void {
  const text = `[${dims.map((size) => size ?? '?').join(', ')}]`;
  if (dims.some((size) => size !== null && size < 1)) {
    throw new TensorFault(
      `${shown} has the shape ${text}: sizes are at least 1`,
      'a free size has a name in ONNX, or nothing',
    );
  }
  const count = dims.reduce((product: number, size) => product * (size ?? 1), 1);
  if (count > LARGEST_SIZE) {
    throw new TensorFault(`${shown} has the shape ${text}: more than ${LARGEST_SIZE} values`);
  }
}

/** The one output, which a node must make. Throws TensorFault. */
export function findOutput({ outputs }: OnnxModel, makers: { has(name: string): boolean }): string {
  const [output] = outputs;
  if (output === undefined) throw new TensorFault('it has no output');
  if (outputs.length > 1) {
    throw new TensorFault(`it has ${outputs.length} outputs, ${names(outputs)}: one is allowed`);
  }
  if (makers.has(output.name)) return output.name;
  throw new TensorFault(`no node makes its output ${quoted(output.name)}`);
}

const SHOWN = 3;

function names(tensors: readonly { readonly name: string }[]): string {
  const shown = tensors.slice(0, SHOWN).map(({ name }) => quoted(name));
  return [...shown, ...(tensors.length > SHOWN ? ['...'] : [])].join(', ');
}
