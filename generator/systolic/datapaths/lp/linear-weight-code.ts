import { decode } from '../../../../golden/exact/index.ts';
import type { LpFormat } from '../../../../golden/format.ts';
import { bitLength } from '../../../systemverilog.ts';

/** Fraction of a weight's log: 0 or 1/2. */
export type FractionName = 'whole' | 'half';

/** Name of the bit that says nothing but zero. */
export const ZERO_BIT = 'no_weight';

/** {zero, half, shift}: what a PE holds of a weight beside its sign, as far as it is needed. */
export interface WeightCode {
  /** Bits of the shift, a number of octaves below the largest weight of the same fraction. */
  readonly shiftBits: number;
  /** Weights have both fractions. */
  readonly hasHalf: boolean;
  /** Zero has a bit of its own. */
  readonly hasZero: boolean;
  /** By magnitude of the word; the first is zero. */
  readonly words: readonly WordCode[];
  /** When a code is zero, in the signals `has_half` and `shift`, or its own bit; null where zero shifts everything out. */
  readonly isZero: string | null;
}

export interface WordCode {
  readonly half: boolean;
  readonly shift: number;
}

/** Log of the largest weight with this fraction, in units of 2^-F; null where there is none. */
export function largestLog(format: LpFormat, name: FractionName): number | null {
  const logs = magnitudes(format)
    .map((word) => logOf(format, word))
    .filter((log) => fractionOf(format, log) === name);
  return logs.length === 0 ? null : Math.max(...logs);
}

/** Codes for products of up to `windowBits` bits; `zerosEnter`: what is shifted out leaves 0 behind. */
export function linearWeightCode(
  format: LpFormat,
  windowBits: number,
  zerosEnter: boolean,
): WeightCode {
  const numbers = magnitudes(format).map((word) => codeOf(format, word, windowBits));
  const shiftBits = bitLength(Math.max(...numbers.map(({ shift }) => shift)));
  const hasHalf = new Set(numbers.map(({ half }) => half)).size > 1;
  const rest = { shiftBits, hasHalf, hasZero: false };
  const furthest = 2 ** shiftBits - 1;
  if (zerosEnter && furthest >= windowBits) {
    const zero = { half: false, shift: furthest };
    return { ...rest, words: [zero, ...numbers], isZero: null };
  }
  const free = freeCode(numbers, rest);
  if (free !== null) return { ...rest, words: [free.code, ...numbers], isZero: free.condition };
  const zero = { half: false, shift: 0 };
  return { ...rest, hasZero: true, words: [zero, ...numbers], isZero: ZERO_BIT };
}

function codeOf(format: LpFormat, word: number, windowBits: number): WordCode {
  const log = logOf(format, word);
  const name = fractionOf(format, log);
  const below = ((largestLog(format, name) ?? log) - log) / 2 ** format.fractionBits;
  return { half: name === 'half', shift: Math.min(below, windowBits) };
}

function fractionOf({ fractionBits }: LpFormat, log: number): FractionName {
  return fractionBits > 0 && log % 2 !== 0 ? 'half' : 'whole';
}

function logOf(format: LpFormat, word: number): number {
  const decoded = decode(format, word);
  if (decoded.kind !== 'number') throw new RangeError(`word ${word} has no log`);
  return Number(decoded.log);
}

function magnitudes({ maxWord }: LpFormat): number[] {
  return Array.from({ length: maxWord }, (_, index) => index + 1);
}

/** A code of no number, told by the fewest bits; null where every code is taken. */
function freeCode(
  numbers: readonly WordCode[],
  { shiftBits, hasHalf }: { readonly shiftBits: number; readonly hasHalf: boolean },
): { readonly code: WordCode; readonly condition: string } | null {
  const bits = shiftBits + (hasHalf ? 1 : 0);
  const packed = numbers.map(({ half, shift }) => shift + (hasHalf && half ? 2 ** shiftBits : 0));
  const masks = Array.from({ length: 2 ** bits }, (_, mask) => mask).toSorted(
    (a, b) => setBits(a) - setBits(b),
  );
  for (const mask of masks) {
    for (let value = mask; ; value = (value - 1) & mask) {
      if (packed.every((code) => (code & mask) !== value)) {
        return {
          code: { half: value >= 2 ** shiftBits, shift: value % 2 ** shiftBits },
          condition: condition(mask, value, shiftBits),
        };
      }
      if (value === 0) break;
    }
  }
  return null;
}

function setBits(value: number): number {
  return value === 0 ? 0 : (value & 1) + setBits(value >> 1);
}

function condition(mask: number, value: number, shiftBits: number): string {
  const literal = (bit: number) => {
    const name = bit === shiftBits ? 'has_half' : shiftBits === 1 ? 'shift' : `shift[${bit}]`;
    return (value >> bit) & 1 ? name : `!${name}`;
  };
  return Array.from({ length: shiftBits + 1 }, (_, index) => shiftBits - index)
    .filter((bit) => (mask >> bit) & 1)
    .map(literal)
    .join(' && ');
}

/** Bits of a code. */
export function codeBits({ shiftBits, hasHalf, hasZero }: WeightCode): number {
  return shiftBits + (hasHalf ? 1 : 0) + (hasZero ? 1 : 0);
}
