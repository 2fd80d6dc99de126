import { type BinaryNumber, toValue } from './binary-number.ts';
import type { WordFormat } from './lanes.ts';
import type { FloatName } from './options.ts';

interface FloatLayout {
  readonly bits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /** Words below it, without sign, are numbers; the others are NaN or infinite. */
  readonly firstSpecial: number;
  /** Whether exponent 0 means no leading one; else only the word 0 is apart, as zero. */
  readonly subnormals: boolean;
}

const LAYOUTS: Readonly<Record<FloatName, FloatLayout>> = {
  e4m3: { bits: 8, mantissaBits: 3, bias: 7, firstSpecial: 0x7f, subnormals: true },
  e5m2: { bits: 8, mantissaBits: 2, bias: 15, firstSpecial: 0x7c, subnormals: true },
  e2m1: { bits: 4, mantissaBits: 1, bias: 1, firstSpecial: 8, subnormals: true },
  adaptiv8: { bits: 8, mantissaBits: 4, bias: 0, firstSpecial: 0x80, subnormals: false },
};

/** Positive words of a minifloat that have a leading one by their exponent: what is smaller is subnormal, or beside zero. */
export function normalWords(name: FloatName): { readonly first: number; readonly last: number } {
  const { mantissaBits, firstSpecial } = LAYOUTS[name];
  return { first: 2 ** mantissaBits, last: firstSpecial - 1 };
}

/** A minifloat sign | exponent | mantissa by its name. */
export function minifloat(name: FloatName): WordFormat<BinaryNumber> {
  const { bits, mantissaBits, bias, firstSpecial, subnormals } = LAYOUTS[name];
  const one = 2 ** mantissaBits;
  return { bits, hasSignBit: true, toValue, decode };

  function decode(word: number): BinaryNumber | null {
    const signBit = 2 ** (bits - 1);
    const negative = word >= signBit;
    const magnitude = word % signBit;
    if (magnitude >= firstSpecial) return null;
    const exponent = Math.floor(magnitude / one);
    const mantissa = magnitude % one;
    const hasLeadingOne = subnormals ? exponent > 0 : magnitude > 0;
    return {
      negative,
      significand: hasLeadingOne ? one + mantissa : mantissa,
      exponent: (subnormals ? Math.max(exponent, 1) : exponent) - bias - mantissaBits,
    };
  }
}
