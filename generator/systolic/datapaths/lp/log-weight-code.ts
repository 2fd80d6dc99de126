import { bitLength } from '../../../systemverilog.ts';
import type { LogRange } from './log-range.ts';

/** base - log: the larger the weight, the smaller the number. All ones is zero. */
export interface WeightCode {
  readonly bits: number;
  readonly fractionBits: number;
  readonly base: number;
  /** Of numbers, and the code of zero. */
  readonly range: { readonly least: number; readonly most: number; readonly zero: number };
  /** Zeros below the code where the activation's fraction is finer. */
  readonly zerosBelow: number;
  /** Top bits that are all set in no weight but zero; 0 where zero shifts everything out by itself. */
  readonly zeroBits: number;
}

/** The fewest bits, and of the bases that they allow the one that takes the shortest adder. */
export function weightCode({ fractionBits, least, most }: LogRange): WeightCode {
  const bits = bitLength(most - least + 1);
  const bases = Array.from({ length: 2 ** bits - 1 + least - most }, (_, slack) => most + slack);
  const base = bases.reduce((best, next) => (ones(next) > ones(best) ? next : best), most);
  const range = { least: base - most, most: base - least, zero: 2 ** bits - 1 };
  return { bits, fractionBits, base, range, zerosBelow: 0, zeroBits: topBits(range.most, bits) };
}

/** Trailing ones: there, base less log is the log inverted. */
export function ones(base: number): number {
  return base & 1 ? 1 + ones(base >> 1) : 0;
}

/** The fewest top bits that tell 1...1 from all numbers up to `most`. */
function topBits(most: number, bits: number): number {
  return Array.from({ length: bits }, (_, index) => index + 1).find(
    (count) => most < 2 ** bits - 2 ** (bits - count),
  ) as number;
}
