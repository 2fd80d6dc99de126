/**
 * Bytes of a .npy file (version 1) that holds LP words as unsigned integers, [rows, columns]: one
 * byte each up to 8 bits per word, else two, little-endian.
 */
export function npyOfWords(words: Uint16Array, rows: number, bits: number): Uint8Array {
  const columns = words.length / rows;
  const bytes = bits <= 8 ? 1 : 2;
  const descr = bytes === 1 ? '|u1' : '<u2';
  const fields = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const header = fields.padEnd(Math.ceil((fields.length + 11) / 64) * 64 - 11);
  const text = new TextEncoder().encode(`${header}\n`);
  const file = new Uint8Array(10 + text.length + bytes * words.length);
  const view = new DataView(file.buffer);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, text.length, true);
  file.set(text, 10);
  for (const [index, word] of words.entries()) {
    const at = 10 + text.length + bytes * index;
    if (bytes === 1) view.setUint8(at, word);
    else view.setUint16(at, word, true);
  }
  return file;
}
