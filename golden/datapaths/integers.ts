import { type BinaryNumber, integerNumber, toValue } from './binary-number.ts';
import type { WordFormat } from './lanes.ts';

/** Two's complement. */
export function twosComplement(bits: number): WordFormat<BinaryNumber> {
  const half = 2 ** (bits - 1);
  return {
    bits,
    toValue,
    decode: (word) => integerNumber(word < half ? word : word - 2 * half),
  };
}

/** Sign and a code c: 2^(c - 1), and zero for c = 0. */
export const pot4 = signedCodes([0, 1, 2, 4, 8, 16, 32, 64]);

/** ANT's flint: the first one below the top bit tells exponent and fraction apart. */
export const flint4 = signedCodes([0, 1, 2, 3, 16, 8, 4, 6]);

/** Sign and a code for each magnitude; zero has two words. */
function signedCodes(magnitudes: readonly number[]): WordFormat<BinaryNumber> {
  const signBit = magnitudes.length;
  return {
    bits: Math.log2(signBit) + 1,
    toValue,
    decode: (word) => ({
      negative: word >= signBit,
      significand: magnitudes[word % signBit] as number,
      exponent: 0,
    }),
  };
}
