import { readValues } from './dtype.ts';
import { TensorFault } from './fault.ts';
import type { TensorFile } from './file.ts';
import { parseDescr, parseHeader } from './npy-header.ts';
import type { RawTensor } from './raw.ts';
import { countValues, shapeText, transpose } from './shape.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const ZIP = [0x50, 0x4b];
const GZIP = [0x1f, 0x8b];
/** numpy's own limit is 10000 characters. */
const LONGEST_HEADER = 2 ** 20;

/** Reads NumPy's array file, versions 1 to 3, either byte and axis order. Throws TensorFault. */
export async function readNpy(file: TensorFile): Promise<RawTensor> {
  const { text, end } = await readHeader(file);
  const { descr, fortranOrder, shape } = parseHeader(text);
  const { type, littleEndian } = parseDescr(descr);
  const length = countValues(shape) * type.bytes;
  if (file.size - end !== length) {
    throw new TensorFault(
      `${type.name} of shape ${shapeText(shape)} needs ${length} bytes of data, the file has ${file.size - end}`,
    );
  }
  const stored = readValues(await file.read(end, length), type, littleEndian);
  if (!fortranOrder) return { shape, type, values: stored };
  const backwards = shape.map((_, axis) => shape.length - 1 - axis);
  return { shape, type, values: transpose(stored, shape.toReversed(), backwards) };
}

async function readHeader(file: TensorFile): Promise<{ text: string; end: number }> {
  if (file.size === 0) throw new TensorFault('the file is empty');
  const start = await file.read(0, Math.min(file.size, 8));
  if (startsWith(start, GZIP)) {
    throw new TensorFault('it is gzip-compressed', 'unpack it with gunzip');
  }
  if (startsWith(start, ZIP)) {
    throw new TensorFault('it is a zip archive', 'unpack it with unzip, its members are .npy');
  }
  if (!startsWith(start, MAGIC)) throw new TensorFault('it is no .npy file: it starts otherwise');
  const [major = 0, minor = 0] = start.subarray(6);
  if (start.length === 8 && (major < 1 || major > 3 || minor !== 0)) {
    throw new TensorFault(`.npy version ${major}.${minor} is not known, only 1.0, 2.0 and 3.0`);
  }
  const lengthBytes = major === 1 ? 2 : 4;
  const field = await file.read(8, lengthBytes);
  const length = field.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > LONGEST_HEADER) throw new TensorFault(`its header claims ${length} bytes`);
  const from = 8 + lengthBytes;
  const bytes = await file.read(from, length);
  return {
    text: new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes),
    end: from + length,
  };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
