import type { FloatLayout } from '../exact/float-mac.ts';
import { recordWordsOf } from './accumulator.ts';

/** Fields of a record: of a floating sum {s, e, M} and the flag above it. */
export interface FloatFields {
  readonly nar: number;
  readonly sign: number;
  /** Signed. */
  readonly exponent: number;
  /** Unsigned; 0 is the zero state. */
  readonly significand: number;
}

/** Access to records {nar, s, e, M} in little-endian words; the head is what stands above M. */
export interface FloatRecord {
  readonly exponentMask: number;
  readonly signShift: number;
  readonly narShift: number;
  /**
   * The fields at an offset; without a leading one at bit W - 1 all but nar are 0, be it M = 0 or
   * out of contract. Where start values have a word less than records, nar is not to be used.
   */
  read(words: Uint32Array, at: number): FloatFields;
  write(words: Uint32Array, at: number, head: number, significand: number): void;
}

/** Throws RangeError where M needs more than a word, or the head more than 31 bits. */
export function floatRecord({ significand: W, exponentBits: E }: FloatLayout): FloatRecord {
  if (W > 32) throw new RangeError('the fast model holds M in a word: W is at most 32');
  if (E > 29) throw new RangeError('the fast model holds {nar, s, e} in a word: E is at most 29');
  const isWide = recordWordsOf(1 + E + W) > 1;
  const significandMask = 2 ** W - 1;
  // A low word that M fills has no bits of the head; shifts count modulo 32 and would put some.
  const lowHeadMask = W < 32 ? -1 : 0;
  const unused = 32 - E;
  const signShift = E;
  const narShift = E + 1;
  return {
    exponentMask: 2 ** E - 1,
    signShift,
    narShift,
    read(words, at) {
      const low = words[at] as number;
      const high = at + 1 < words.length ? (words[at + 1] as number) : 0;
      const head = ((low >>> W) & lowHeadMask) | (high << (32 - W));
      const nar = (head >> narShift) & 1;
      const significand = (low & significandMask) >>> 0;
      if (significand < 2 ** (W - 1)) return { nar, sign: 0, exponent: 0, significand: 0 };
      const exponent = (head << unused) >> unused;
      return { nar, sign: (head >> signShift) & 1, exponent, significand };
    },
    write(words, at, head, significand) {
      words[at] = ((head << W) & lowHeadMask) | significand;
      if (isWide) words[at + 1] = head >>> (32 - W);
    },
  };
}
