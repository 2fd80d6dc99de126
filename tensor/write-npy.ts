/** A NumPy array file (version 1, little endian, C order) of non-negative integers. */
export function npyBytes(
  values: ArrayLike<number>,
  shape: readonly number[],
  type: 'uint8' | 'uint16',
): Uint8Array {
  const width = type === 'uint8' ? 1 : 2;
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const head = `{'descr': '${type === 'uint8' ? '|u1' : '<u2'}', 'fortran_order': False, 'shape': (${dims}), }`;
  const length = Math.ceil((10 + head.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + width * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(`${head.padEnd(length - 11)}\n`), 10);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (width === 1) view.setUint8(length + index, value);
    else view.setUint16(length + 2 * index, value, true);
  }
  return bytes;
}
