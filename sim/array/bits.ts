/** Writes the low `width` bits (at most 32) of a value into words, from bit `at` on; they must be 0. */
export function putBits(words: Uint32Array, at: number, width: number, value: number): void {
  const low = width === 32 ? value : value & ((1 << width) - 1);
  const word = at >>> 5;
  const bit = at & 31;
  words[word] = (words[word] as number) | (low << bit);
  if (bit + width > 32) words[word + 1] = (words[word + 1] as number) | (low >>> (32 - bit));
}

/** The same for a value of any width. */
export function putWide(words: Uint32Array, at: number, width: number, value: bigint): void {
  for (let done = 0; done < width; done += 32) {
    const count = Math.min(32, width - done);
    putBits(words, at + done, count, Number(BigInt.asUintN(count, value >> BigInt(done))));
  }
}

/** Reads `width` bits (at most 32) from bit `at` on. */
export function getBits(words: Uint32Array, at: number, width: number): number {
  const word = at >>> 5;
  const bit = at & 31;
  const low = (words[word] as number) >>> bit;
  const high = bit + width > 32 ? (words[word + 1] as number) << (32 - bit) : 0;
  return width === 32 ? (low | high) >>> 0 : (low | high) & (2 ** width - 1);
}
