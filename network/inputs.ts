import { resolve } from 'node:path';
import { Failure } from '../system/failure.ts';
import { quoted, TensorFault } from '../tensor/fault.ts';
import { type TensorFile, withTensorFile } from '../tensor/file.ts';
import { readNpy } from '../tensor/npy.ts';
import { checkValues, type RawTensor } from '../tensor/raw.ts';
import { shapeText } from '../tensor/shape.ts';
import type { Network } from './network.ts';
import { readRaw } from './raw-inputs.ts';

/** What a network is run on. */
export interface Inputs {
  /** How many there are: N. */
  readonly count: number;
  /** Of one of them, without N. */
  readonly dims: readonly number[];
  /** count x dims, C order. */
  readonly values: Float32Array;
}

/**
 * Reads inputs from a .npy file of floating-point numbers, or from a file of little-endian float32
 * numbers without header, whose `shape` [N, ...] must be given (-1 for one size that follows). Throws
 * Failure: usage for a shape that is missing or too much, input for what is wrong with the file, io.
 */
export async function readInputs(
  path: string,
  network: Pick<Network, 'path' | 'input'>,
  shape?: readonly number[],
): Promise<Inputs> {
  const read = shapedReader(path, shape);
  return withFile(path, async (file) => {
    const tensor = await read(file);
    if (tensor.type.kind === 'integer') {
      throw new TensorFault(
        `its values are of type ${tensor.type.name}`,
        'save what the network takes as float32, scaled as in its training',
      );
    }
    checkShape(tensor.shape, network);
    checkValues(tensor);
    const [count = 0, ...dims] = tensor.shape;
    return { count, dims, values: toFloat32(tensor) };
  });
}

/** Reads a file and names it in whatever is wrong with it. */
async function withFile<T>(path: string, work: (file: TensorFile) => Promise<T>): Promise<T> {
  try {
    return await withTensorFile(resolve(path), path, work);
  } catch (error) {
    if (!(error instanceof TensorFault)) throw error;
    throw new Failure('input', `${path}: ${error.message}`, error.hint);
  }
}

type Reader = (file: TensorFile) => Promise<RawTensor>;

function shapedReader(path: string, shape: readonly number[] | undefined): Reader {
  if (isNpy(path)) {
    if (shape === undefined) return readNpy;
    throw new Failure('usage', `${path} says its shape itself`, 'leave out --shape');
  }
  if (shape !== undefined) return (file) => readRaw(file, shape);
  throw new Failure(
    'usage',
    `${path} is no .npy file: its shape is not known`,
    'say it, e.g. --shape -1,1,28,28',
  );
}

function isNpy(path: string): boolean {
  return path.toLowerCase().endsWith('.npy');
}

/** Sizes that the network leaves free may be any; axis 0 holds the inputs. */
function checkShape(shape: readonly number[], { path, input }: Pick<Network, 'path' | 'input'>) {
  const [batch, ...sizes] = input.dims;
  const [count = 0, ...given] = shape;
  const fits =
    given.length === sizes.length &&
    sizes.every((size, axis) => size === null || size === given[axis]);
  const wanted = `[${['N', ...sizes.map((size) => size ?? '?')].join(', ')}]`;
  if (!fits) {
    throw new TensorFault(
      `its shape is ${shapeText(shape)}, but ${quoted(input.name)} of ${path} takes ${wanted}`,
      shape.length === sizes.length ? 'a single input has N = 1 before its own shape' : undefined,
    );
  }
  if (typeof batch === 'number' && count % batch !== 0) {
    throw new TensorFault(`it has ${count} inputs, but ${path} takes ${batch} at a time`);
  }
}

function toFloat32(tensor: RawTensor): Float32Array {
  const values = new Float32Array(tensor.values);
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place === -1) return values;
  throw new TensorFault(`the value ${tensor.values[place]} at position ${place} is beyond float32`);
}

/**
 * Reads labels, one class per input: a .npy file of integers, or one byte each without header. Throws
 * Failure: input, io.
 */
export async function readLabels(path: string, count: number): Promise<Uint8Array | Int32Array> {
  return withFile(path, async (file) => {
    const found = isNpy(path) ? await npyLabels(file) : await byteLabels(file, count);
    if (found.length === count) return found;
    throw new TensorFault(`it has ${found.length} labels, but there are ${count} inputs`);
  });
}

const LARGEST_CLASS = 2 ** 31 - 1;

async function npyLabels(file: TensorFile): Promise<Int32Array> {
  const { shape, type, values } = await readNpy(file);
  if (type.kind !== 'integer') {
    throw new TensorFault(`its values are of type ${type.name}`, 'labels are integers');
  }
  if (shape.slice(1).some((size) => size !== 1)) {
    throw new TensorFault(`its shape is ${shapeText(shape)}`, 'labels are one class per input');
  }
  const place = values.findIndex((label) => !(label >= 0 && label <= LARGEST_CLASS));
  if (place === -1) return new Int32Array(values);
  throw new TensorFault(`the label at position ${place} is ${values[place]}: classes are 0 and up`);
}

async function byteLabels(file: TensorFile, count: number): Promise<Uint8Array> {
  if (file.size === count) return file.read(0, count);
  throw new TensorFault(
    `it has ${file.size} bytes, but there are ${count} inputs`,
    'labels are one byte each, or a .npy file of integers',
  );
}
