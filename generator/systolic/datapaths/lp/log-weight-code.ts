import { bitLength, signedWidth } from '../../../systemverilog.ts';
import type { LogRange } from './log-range.ts';

/** base - log: the larger the weight, the smaller the number. All ones is zero. */
export interface WeightCode {
  readonly bits: number;
  readonly base: number;
  /** Of numbers, and the code of zero. */
  readonly range: { readonly least: number; readonly most: number; readonly zero: number };
  /** Zeros below the code where the activation's fraction is finer. */
  readonly zerosBelow: number;
  /** Top bits that are all set in no weight but zero; 0 where zero shifts everything out by itself. */
  readonly zeroBits: number;
}

/** The fewest bits, with the base that takes no adder where that is possible. */
export function weightCode({ least, most }: LogRange): WeightCode {
  const bits = bitLength(most - least + 1);
  const complement = 2 ** (bits - 1) - 1;
  const complements = bits === signedWidth(least, most) && complement - least < 2 ** bits - 1;
  const base = complements ? complement : most;
  const range = { least: base - most, most: base - least, zero: 2 ** bits - 1 };
  return { bits, base, range, zerosBelow: 0, zeroBits: topBits(range.most, bits) };
}

/** The fewest top bits that tell 1...1 from all numbers up to `most`. */
function topBits(most: number, bits: number): number {
  return Array.from({ length: bits }, (_, index) => index + 1).find(
    (count) => most < 2 ** bits - 2 ** (bits - count),
  ) as number;
}
