import { dtypeNamed, readValues } from '../tensor/dtype.ts';
import { TensorFault } from '../tensor/fault.ts';
import type { TensorFile } from '../tensor/file.ts';
import type { RawTensor } from '../tensor/raw.ts';
import { countValues, shapeText } from '../tensor/shape.ts';

const FLOAT32 = dtypeNamed('float32');

/** Reads float32 numbers without header; one size of the shape may be -1. Throws TensorFault. */
export async function readRaw(file: TensorFile, asked: readonly number[]): Promise<RawTensor> {
  if (file.size === 0) throw new TensorFault('the file is empty');
  const shape = completeShape(asked, file.size);
  const length = countValues(shape) * FLOAT32.bytes;
  if (length !== file.size) {
    throw new TensorFault(
      `float32 of shape ${shapeText(shape)} needs ${length} bytes, it has ${file.size}`,
    );
  }
  return { shape, type: FLOAT32, values: readValues(await file.read(0, length), FLOAT32, true) };
}

/** Puts what the file's size means in the place of -1. */
function completeShape(asked: readonly number[], size: number): readonly number[] {
  const open = asked.filter((each) => each === -1).length;
  if (open === 0) return asked;
  if (open > 1)
    throw new TensorFault(`the shape ${shapeText(asked)} has ${open} open sizes`, 'one may be -1');
  const known = asked.filter((each) => each !== -1);
  const bytes = (known.length === 0 ? 1 : countValues(known)) * FLOAT32.bytes;
  if (size % bytes === 0) return asked.map((each) => (each === -1 ? size / bytes : each));
  throw new TensorFault(
    `it has ${size} bytes, which is no multiple of the ${bytes} of one ${shapeText(known)}`,
  );
}
