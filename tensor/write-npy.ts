/** How NumPy abbreviates a type, and how one value is stored. */
const TYPES = {
  uint8: { descr: '|u1', bytes: 1, write: (view, at, value) => view.setUint8(at, value) },
  uint16: { descr: '<u2', bytes: 2, write: (view, at, value) => view.setUint16(at, value, true) },
  float32: { descr: '<f4', bytes: 4, write: (view, at, value) => view.setFloat32(at, value, true) },
} as const satisfies Readonly<Record<string, StoredType>>;

interface StoredType {
  readonly descr: string;
  readonly bytes: number;
  readonly write: (view: DataView, at: number, value: number) => void;
}

/** A NumPy array file (version 1, little endian, C order); integers are not negative. */
export function npyBytes(
  values: ArrayLike<number>,
  shape: readonly number[],
  type: keyof typeof TYPES,
): Uint8Array {
  const { descr, bytes: width, write } = TYPES[type];
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims}), }`;
  const length = Math.ceil((10 + head.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + width * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(`${head.padEnd(length - 11)}\n`), 10);
  for (let index = 0; index < values.length; index++) {
    write(view, length + width * index, values[index] as number);
  }
  return bytes;
}
