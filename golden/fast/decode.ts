import type { LpFormat } from '../format.ts';

/** Entries of `DecodeTable.kind`. */
export const NUMBER = 0;
export const ZERO = 1;
export const NAR = 2;

/** Every word of a format decoded, indexed by the word: arrays of length 2^n. */
export interface DecodeTable {
  readonly format: LpFormat;
  /** 0 number, 1 zero, 2 NaR. */
  readonly kind: Uint8Array;
  /** 1 for negative numbers; 0 for zero and NaR. */
  readonly sign: Uint8Array;
  /** L in units of 2^-F, scale factor not applied; 0 for zero and NaR. */
  readonly log: Int32Array;
}

/** Decodes all 2^n words once, so that nothing reads bit fields afterwards (section 1). */
export function decodeTable(format: LpFormat): DecodeTable {
  const count = 2 ** format.n;
  const kind = new Uint8Array(count);
  const sign = new Uint8Array(count);
  const log = new Int32Array(count);
  kind[0] = ZERO;
  kind[format.narWord] = NAR;
  for (let word = 1; word < format.narWord; word++) {
    const value = logOfPositiveWord(format, word);
    log[word] = value;
    log[count - word] = value;
    sign[count - word] = 1;
  }
  return { format, kind, sign, log };
}

/** L of a word in 1..2^(n-1)-1: {k, e, f} with the bits that a short word lacks read as 0. */
function logOfPositiveWord(format: LpFormat, word: number): number {
  const { n, es, rs, fractionBits } = format;
  const bitAt = (position: number): number => (word >> position) & 1;
  const regimeBit = bitAt(n - 2);
  let run = 1;
  while (run < rs && bitAt(n - 2 - run) === regimeBit) run++;
  const regimeBits = run < rs ? run + 1 : run;
  const k = regimeBit === 1 ? run - 1 : -run;
  const tailBits = n - 1 - regimeBits;
  const tail = word & (2 ** tailBits - 1);
  return k * 2 ** (es + fractionBits) + tail * 2 ** (es + fractionBits - tailBits);
}
