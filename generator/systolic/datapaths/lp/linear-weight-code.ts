import { bitLength } from '../../../systemverilog.ts';

/** {zero, half, shift}: what a PE holds of a weight beside its sign, as far as it is needed. */
export interface WeightCode {
  readonly bits: number;
  /** Bits of the shift, a number of octaves below the largest weight of the same fraction. */
  readonly shiftBits: number;
  /** Weights have both fractions. */
  readonly hasHalf: boolean;
  /** Zero has a bit of its own. */
  readonly hasZero: boolean;
  readonly zero: WordCode;
  /** Bits of a code that tell zero from all numbers; null where a bit of its own does, or zero shifts everything out. */
  readonly zeroPattern: readonly CodeBit[] | null;
}

/** Fraction and octaves below the largest weight of that fraction. */
export interface WordCode {
  readonly half: boolean;
  readonly shift: number;
}

/** Bit `place` of the shift, or the fraction. */
export interface CodeBit {
  readonly place: number | 'half';
  readonly set: boolean;
}

/** Codes for products of up to `windowBits` bits; `zerosEnter`: what is shifted out leaves 0 behind. */
export function linearWeightCode(
  numbers: readonly WordCode[],
  windowBits: number,
  zerosEnter: boolean,
): WeightCode {
  const shiftBits = bitLength(Math.max(...numbers.map(({ shift }) => shift)));
  const hasHalf = new Set(numbers.map(({ half }) => half)).size > 1;
  const bits = shiftBits + (hasHalf ? 1 : 0);
  const own = { bits, shiftBits, hasHalf, hasZero: false, zeroPattern: null };
  const furthest = 2 ** shiftBits - 1;
  const none = { half: false, shift: furthest };
  if (zerosEnter && furthest >= windowBits) return { ...own, zero: none };
  const free = freeCode(numbers, own);
  if (free !== null) return { ...own, ...free };
  return { ...own, bits: bits + 1, hasZero: true, zero: none };
}

/** A code of no number, told by the fewest bits; null where every code is taken. */
function freeCode(
  numbers: readonly WordCode[],
  { bits, shiftBits }: { readonly bits: number; readonly shiftBits: number },
): Pick<WeightCode, 'zero' | 'zeroPattern'> | null {
  const packed = numbers.map(({ half, shift }) =>
    bits > shiftBits && half ? shift + 2 ** shiftBits : shift,
  );
  const masks = Array.from({ length: 2 ** bits }, (_, mask) => mask).toSorted(
    (a, b) => setBits(a) - setBits(b),
  );
  for (const mask of masks) {
    for (let value = mask; value >= 0; value -= 1) {
      if ((value & ~mask) !== 0 || packed.some((code) => (code & mask) === value)) continue;
      const zero = { half: value >= 2 ** shiftBits, shift: value % 2 ** shiftBits };
      return { zero, zeroPattern: patternOf(mask, value, shiftBits) };
    }
  }
  return null;
}

function setBits(value: number): number {
  return value === 0 ? 0 : (value & 1) + setBits(value >> 1);
}

function patternOf(mask: number, value: number, shiftBits: number): CodeBit[] {
  return Array.from({ length: shiftBits + 1 }, (_, index) => shiftBits - index)
    .filter((bit) => (mask >> bit) & 1)
    .map((bit) => ({ place: bit === shiftBits ? 'half' : bit, set: ((value >> bit) & 1) === 1 }));
}
