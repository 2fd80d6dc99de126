/** 32-bit words that hold an integer of so many bits. */
export function limbsFor(bits: number): number {
  return Math.ceil(bits / 32);
}

/** Writes the low `bits` bits of an integer as little-endian words; bits above are 0. */
export function writeLimbs(words: Uint32Array, at: number, value: bigint, bits: number): void {
  let rest = BigInt.asUintN(bits, value);
  for (let limb = 0; limb < limbsFor(bits); limb++) {
    words[at + limb] = Number(rest & 0xffff_ffffn);
    rest >>= 32n;
  }
}

/** The integer in `count` little-endian words. */
export function readLimbs(words: Uint32Array, at: number, count: number): bigint {
  let value = 0n;
  for (let limb = count - 1; limb >= 0; limb--) {
    value = (value << 32n) | BigInt(words[at + limb] as number);
  }
  return value;
}

/** The bytes of words, without a copy. */
export function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** An integer's low `bits` bits as words of their own. */
export function limbsOf(value: bigint, bits: number): Uint32Array {
  const words = new Uint32Array(limbsFor(bits));
  writeLimbs(words, 0, value, bits);
  return words;
}
