import { type DtypeName, dtypeNamed, readValues } from '../dtype.ts';
import { TensorFault } from '../fault.ts';
import type { RawTensor } from '../raw.ts';
import { countValues, MOST_AXES, shapeText } from '../shape.ts';
import { dataTypeName, NUMBER_TYPES } from './data-type.ts';
import { type RepeatedType, readMessage } from './wire.ts';

/** Bytes of a file beside the model. */
export interface ExternalRange {
  readonly location: string;
  readonly offset: number;
  /** Absent: up to the end of the file. */
  readonly length?: number;
}

/** Reads a range of a file beside the model. Throws Failure, TensorFault. */
export type ExternalReader = (range: ExternalRange) => Promise<Uint8Array>;

/** Reads the shape, type and values of a TensorProto message. Throws TensorFault, Failure. */
export async function readTensorProto(
  bytes: Uint8Array,
  readExternal: ExternalReader,
): Promise<RawTensor> {
  const head = readHead(bytes);
  const stored = head.isExternal ? await readExternal(externalRange(head.external)) : head.raw;
  return storedTensor(bytes, { ...head, stored, count: countValues(head.shape) });
}

/**
 * The same of a tensor whose values are within the message, scalars too, as shape []. Throws
 * TensorFault.
 */
export function readInnerTensor(bytes: Uint8Array): RawTensor {
  const head = readHead(bytes);
  if (head.isExternal) throw new TensorFault('its values are in another file');
  const count = head.shape.length === 0 ? 1 : countValues(head.shape);
  return storedTensor(bytes, { ...head, stored: head.raw, count });
}

/** The shape of a TensorProto message, which may be that of a scalar or of nothing. */
export function tensorShape(bytes: Uint8Array): readonly number[] {
  return readHead(bytes).shape;
}

/** The file that holds a tensor's values; undefined where the message holds them. */
export function externalData(bytes: Uint8Array): ExternalRange | undefined {
  const { isExternal, external } = readHead(bytes);
  return isExternal ? externalRange(external) : undefined;
}

interface Stored {
  readonly shape: readonly number[];
  readonly typeNumber: number;
  /** Values that the shape means. */
  readonly count: number;
  /** Their bytes; undefined where they are listed one by one. */
  readonly stored: Uint8Array | undefined;
}

function storedTensor(bytes: Uint8Array, { shape, typeNumber, count, stored }: Stored): RawTensor {
  const typeName = NUMBER_TYPES[typeNumber];
  if (typeName === undefined) {
    throw new TensorFault(
      `values of type ${dataTypeName(typeNumber)} are not read`,
      'float16, bfloat16, float32, float64 and integers of 8 to 64 bits are',
    );
  }
  const type = dtypeNamed(typeName);
  if (stored === undefined) {
    return { shape, type, values: listedValues(bytes, typeName, { shape, count }) };
  }
  if (stored.length !== count * type.bytes) {
    throw new TensorFault(
      `${type.name} of shape ${shapeText(shape)} needs ${count * type.bytes} bytes of data, it has ${stored.length}`,
    );
  }
  return { shape, type, values: readValues(stored, type, true) };
}

interface Head {
  readonly shape: readonly number[];
  readonly typeNumber: number;
  readonly isExternal: boolean;
  readonly external: ReadonlyMap<string, string>;
  /** All bytes of the values; absent where they are listed one by one, or elsewhere. */
  readonly raw?: Uint8Array;
}

const MOST_ENTRIES = 16;
const EXTERNAL = 1;

function readHead(bytes: Uint8Array): Head {
  const shape: number[] = [];
  const external = new Map<string, string>();
  let typeNumber = 0;
  let isExternal = false;
  let raw: Uint8Array | undefined;
  readMessage(bytes, 'TensorProto', {
    1: (field) =>
      field.repeated('signed', (size) => {
        if (shape.length === MOST_AXES) throw new TensorFault(`it has more than ${MOST_AXES} axes`);
        shape.push(size);
      }),
    2: (field) => {
      typeNumber = field.integer();
    },
    9: (field) => {
      raw = field.bytes();
    },
    13: (field) => {
      const [key, value] = readEntry(field.bytes());
      if (external.size < MOST_ENTRIES) external.set(key, value);
    },
    14: (field) => {
      isExternal = field.integer() === EXTERNAL;
    },
  });
  return { shape, typeNumber, isExternal, external, ...(raw ? { raw } : {}) };
}

function readEntry(bytes: Uint8Array): [string, string] {
  let key = '';
  let value = '';
  readMessage(bytes, 'StringStringEntryProto', {
    1: (field) => {
      key = field.text();
    },
    2: (field) => {
      value = field.text();
    },
  });
  return [key, value];
}

function externalRange(external: ReadonlyMap<string, string>): ExternalRange {
  const location = external.get('location');
  if (location === undefined) throw new TensorFault('its external data has no location');
  const offset = size('offset', external.get('offset')) ?? 0;
  const length = size('length', external.get('length'));
  return { location, offset, ...(length === undefined ? {} : { length }) };
}

function size(key: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new TensorFault(`the ${key} of its external data is no number of bytes`);
}

/** Values in the typed fields, as many as the shape says; every one takes at least one byte. */
function listedValues(
  bytes: Uint8Array,
  typeName: DtypeName,
  { shape, count }: Pick<Stored, 'shape' | 'count'>,
): Float64Array {
  const { field: number, as, bits } = LISTED[typeName];
  const values = new Float64Array(Math.min(count, bytes.length));
  let found = 0;
  readMessage(bytes, 'TensorProto', {
    [number]: (field) =>
      field.repeated(as, (value) => {
        if (found < values.length) values[found] = value;
        found += 1;
      }),
  });
  if (found !== count) {
    throw new TensorFault(`the shape ${shapeText(shape)} needs ${count} values, it has ${found}`);
  }
  return bits ? fromBits(values, typeName) : checkRange(values, typeName);
}

/** 16-bit floating-point numbers are listed as integers that hold their bits. */
function fromBits(values: Float64Array, typeName: DtypeName): Float64Array {
  const words = new Uint8Array(2 * values.length);
  const view = new DataView(words.buffer);
  for (const [index, value] of values.entries()) {
    if (!(value >= 0 && value <= 0xffff)) {
      throw new TensorFault(
        `the value at position ${index} is ${value}, no 16 bits of ${typeName}`,
      );
    }
    view.setUint16(2 * index, value, true);
  }
  return readValues(words, dtypeNamed(typeName), true);
}

/** Narrow integers are listed in wide fields. */
function checkRange(values: Float64Array, typeName: DtypeName): Float64Array {
  const { kind, bytes, name } = dtypeNamed(typeName);
  if (kind === 'real' || bytes === 8) return values;
  const low = name.startsWith('u') ? 0 : -(2 ** (8 * bytes - 1));
  const high = low + 2 ** (8 * bytes) - 1;
  const position = values.findIndex((value) => !(value >= low && value <= high));
  if (position === -1) return values;
  throw new TensorFault(`the value at position ${position} is ${values[position]}, no ${name}`);
}

interface Listing {
  /** Field of TensorProto. */
  readonly field: number;
  readonly as: RepeatedType;
  readonly bits?: boolean;
}

const INT32: Listing = { field: 5, as: 'signed' };
const UINT64: Listing = { field: 11, as: 'unsigned' };

const LISTED: Readonly<Record<DtypeName, Listing>> = {
  float16: { ...INT32, bits: true },
  bfloat16: { ...INT32, bits: true },
  float32: { field: 4, as: 'float' },
  float64: { field: 10, as: 'double' },
  int8: INT32,
  int16: INT32,
  int32: INT32,
  int64: { field: 7, as: 'signed' },
  uint8: INT32,
  uint16: INT32,
  uint32: UINT64,
  uint64: UINT64,
};
