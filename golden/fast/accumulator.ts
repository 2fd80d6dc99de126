import type { MacParameters } from '../exact/mac.ts';
import type { ProductTable } from './product.ts';
import { TERM_INDEX_SHIFT, TERM_NAR, TERM_SIGN_SHIFT } from './term.ts';

/** State {nar, acc} of one PE (section 3), acc of P bits, or of 1 + E + W where sums float. */
export interface Accumulator {
  /** acc = 0, nar = 0: reset. */
  clear(): void;
  /** acc = start value of ceil(P / 32) words at an offset, bits above ignored; nar = 0. */
  load(words: Uint32Array, offset: number): void;
  /** Adds the product of a term of the table. */
  add(term: number): void;
  /** Writes the {nar, acc} record at an offset. */
  store(records: Uint32Array, offset: number): void;
}

/** Words of a {nar, acc} record: one (P + 1)-bit integer, acc in the low P bits. */
export function recordWordsOf(accumulatorWidth: number): number {
  return Math.ceil((accumulatorWidth + 1) / 32);
}

/** Words of a start value. */
export function startWordsOf(accumulatorWidth: number): number {
  return Math.ceil(accumulatorWidth / 32);
}

/** Words of an accumulator that holds an exact sum before it wraps or saturates: P + 2 bits. */
export function accumulatorLimbs(accumulatorWidth: number): number {
  return Math.ceil((accumulatorWidth + 2) / 32);
}

/** A fixed-point accumulator in 32-bit limbs, at zero, whose terms come from the given table of accumulatorLimbs(P) limbs. */
export function createAccumulator(
  parameters: Pick<MacParameters, 'accumulatorWidth' | 'overflow'>,
  table: Pick<ProductTable, 'limbs' | 'magnitudes'>,
): Accumulator {
  const width = parameters.accumulatorWidth;
  const saturates = parameters.overflow === 'saturate';
  const { limbs, magnitudes } = table;
  const startWords = startWordsOf(width);
  const recordWords = recordWordsOf(width);
  const signLimb = (width - 1) >> 5;
  const signShift = (width - 1) & 31;
  const narLimb = width >> 5;
  const narBit = 1 << (width & 31);
  const masks = lowBits(width, recordWords);
  const acc = new Int32Array(limbs);
  let nar = 0;

  return {
    clear() {
      acc.fill(0);
      nar = 0;
    },
    load(words, offset) {
      for (let limb = 0; limb < startWords; limb++) acc[limb] = words[offset + limb] as number;
      const unused = 31 - signShift;
      const top = ((acc[signLimb] as number) << unused) >> unused;
      acc[signLimb] = top;
      for (let limb = startWords; limb < limbs; limb++) acc[limb] = top >> 31;
      nar = 0;
    },
    add(term) {
      let carry = (term >> TERM_SIGN_SHIFT) & 1;
      const flip = -carry; // a negative product adds the complement plus 1
      let from = (term >> TERM_INDEX_SHIFT) * limbs;
      for (let limb = 0; limb < limbs; limb++) {
        const a = acc[limb] as number;
        const b = (magnitudes[from++] as number) ^ flip;
        const sum = (a + b + carry) | 0;
        acc[limb] = sum;
        carry = ((a & b) | ((a | b) & ~sum)) >>> 31;
      }
      if (saturates) saturate();
      nar |= term & TERM_NAR;
    },
    store(records, offset) {
      for (let word = 0; word < recordWords; word++) {
        records[offset + word] = (acc[word] as number) & (masks[word] as number);
      }
      if (nar !== 0) records[offset + narLimb] = (records[offset + narLimb] as number) | narBit;
    },
  };

  /** Clamps a sum of P + 2 bits: it fits P bits if all its bits from P - 1 on are equal. */
  function saturate(): void {
    const sign = (acc[limbs - 1] as number) >> 31;
    let fits = (acc[signLimb] as number) >> signShift === sign;
    for (let limb = signLimb + 1; limb < limbs; limb++) fits &&= acc[limb] === sign;
    if (fits) return;
    for (let limb = 0; limb < limbs; limb++) acc[limb] = ~sign;
    acc[signLimb] = (sign << signShift) ^ (sign === 0 ? 2 ** signShift - 1 : 0);
    for (let limb = signLimb + 1; limb < limbs; limb++) acc[limb] = sign;
  }
}

/** A mask of the low `width` bits, in words. */
export function lowBits(width: number, words: number): Int32Array {
  return Int32Array.from({ length: words }, (_, word) => {
    const bits = Math.min(32, Math.max(0, width - 32 * word));
    return 2 ** bits - 1;
  });
}

/** The low bits of integers as `words` little-endian words each. */
export function toWords(values: readonly bigint[], words: number): Uint32Array {
  const out = new Uint32Array(values.length * words);
  values.forEach((value, index) => {
    for (let word = 0; word < words; word++) {
      out[index * words + word] = Number(BigInt.asUintN(32, value >> BigInt(32 * word)));
    }
  });
  return out;
}
