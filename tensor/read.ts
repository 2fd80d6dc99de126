import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Failure } from '../system/failure.ts';
import { TensorFault } from './fault.ts';
import { type TensorFile, withTensorFile } from './file.ts';
import { readNpy } from './npy.ts';
import { readOnnx } from './onnx/read.ts';
import { checkValues, type RawTensor } from './raw.ts';
import { parseReference, type Reference } from './reference.ts';
import { readSafetensors } from './safetensors.ts';
import { shapeText, transpose } from './shape.ts';
import type { Tensor, TensorOptions } from './tensor.ts';

/**
 * Reads `file.npy`, `file.safetensors#name` or `model.onnx#initializer` as a matrix of output
 * channels. A vector is one channel unless an axis is given. Throws Failure: input for all that is
 * wrong with the file or the tensor, io where the system refuses to read.
 */
export async function readTensor(text: string, options: TensorOptions = {}): Promise<Tensor> {
  const reference = parseReference(text);
  try {
    const path = resolve(options.base ?? '.', reference.path);
    const raw = await withTensorFile(path, reference.path, (file) =>
      readRaw(file, reference, { path, isAxisGiven: options.axis !== undefined }),
    );
    checkValues(raw);
    return toMatrix(text, raw, options.axis ?? raw.axis);
  } catch (error) {
    if (!(error instanceof TensorFault)) throw error;
    throw new Failure('input', `${reference.path}: ${error.message}`, error.hint);
  }
}

interface Place {
  readonly path: string;
  readonly isAxisGiven: boolean;
}

type OrientedTensor = RawTensor & { readonly axis?: number };

function readRaw(file: TensorFile, reference: Reference, place: Place): Promise<OrientedTensor> {
  const { container, name } = reference;
  switch (container) {
    case 'npy':
      return readNpy(file);
    case 'safetensors':
      return readSafetensors(file, name);
    case 'onnx':
      return readOnnx(file, { name, ...place });
  }
}

function toMatrix(reference: string, raw: RawTensor, implied: number | undefined): Tensor {
  const { shape, type, values: stored } = raw;
  const axis = implied ?? (shape.length === 1 ? undefined : 0);
  if (axis !== undefined && !(axis < shape.length)) {
    throw new TensorFault(
      `axis ${axis} is not in the shape ${shapeText(shape)}`,
      `axes are 0 to ${shape.length - 1}`,
    );
  }
  const channels = axis === undefined ? 1 : (shape[axis] as number);
  const values = axis === undefined ? stored : transpose(stored, shape, rowsFirst(shape, axis));
  const { kind } = type;
  const depth = values.length / channels;
  const hash = contentHash({ shape, channels, depth, kind }, values);
  const rows = { kind, channels, depth, values, hash };
  return { reference, shape, ...(axis === undefined ? {} : { axis }), ...rows };
}

/** Puts values that are row by row, as those of a tensor, back into the C order of its shape. */
export function inShapeOrder(
  { shape, axis = 0 }: Pick<Tensor, 'shape' | 'axis'>,
  rows: Float64Array,
): Float64Array {
  const order = rowsFirst(shape, axis);
  const back = shape.map((_, place) => order.indexOf(place));
  const moved = order.map((place) => shape[place] as number);
  return transpose(rows, moved, back);
}

/** The order of axes that makes one of them the first. */
function rowsFirst(shape: readonly number[], axis: number): number[] {
  return [axis, ...shape.map((_, place) => place).filter((place) => place !== axis)];
}

function contentHash(head: object, values: Float64Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256')
    .update(`${JSON.stringify(head)}\n`)
    .update(bytes)
    .digest('hex');
}
