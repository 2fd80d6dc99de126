/** A number type of tensor files. */
export interface Dtype {
  readonly name: string;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly kind: 'real' | 'integer';
  /** 64-bit integers beyond 2^53 come out as some unsafe integer. */
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

export type DtypeName = keyof typeof DTYPES;

const DTYPES = {
  float16: dtype('float16', 2, (view, at, little) => halfValue(view.getUint16(at, little))),
  bfloat16: dtype('bfloat16', 2, (view, at, little) => brainValue(view.getUint16(at, little))),
  float32: dtype('float32', 4, (view, at, little) => view.getFloat32(at, little)),
  float64: dtype('float64', 8, (view, at, little) => view.getFloat64(at, little)),
  int8: dtype('int8', 1, (view, at) => view.getInt8(at)),
  int16: dtype('int16', 2, (view, at, little) => view.getInt16(at, little)),
  int32: dtype('int32', 4, (view, at, little) => view.getInt32(at, little)),
  int64: dtype('int64', 8, (view, at, little) => {
    const high = view.getInt32(little ? at + 4 : at, little);
    return high * 2 ** 32 + view.getUint32(little ? at : at + 4, little);
  }),
  uint8: dtype('uint8', 1, (view, at) => view.getUint8(at)),
  uint16: dtype('uint16', 2, (view, at, little) => view.getUint16(at, little)),
  uint32: dtype('uint32', 4, (view, at, little) => view.getUint32(at, little)),
  uint64: dtype('uint64', 8, (view, at, little) => {
    const high = view.getUint32(little ? at + 4 : at, little);
    return high * 2 ** 32 + view.getUint32(little ? at : at + 4, little);
  }),
} as const;

export function dtypeNamed(name: DtypeName): Dtype {
  return DTYPES[name];
}

/** Values of a C-ordered buffer, as many as it holds. */
export function readValues(bytes: Uint8Array, type: Dtype, littleEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(Math.floor(bytes.byteLength / type.bytes));
  for (let index = 0; index < values.length; index++) {
    values[index] = type.read(view, index * type.bytes, littleEndian);
  }
  return values;
}

function dtype(name: string, bytes: Dtype['bytes'], read: Dtype['read']): Dtype {
  return { name, bytes, kind: name.includes('float') ? 'real' : 'integer', read };
}

/** IEEE 754 binary16. */
function halfValue(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a binary32. */
function brainValue(bits: number): number {
  scratch.setUint32(0, bits * 2 ** 16);
  return scratch.getFloat32(0);
}
