import { bitLength } from '../../systemverilog.ts';
import type { SumArithmetic } from './arithmetic.ts';
import type { ProductWidths } from './widths.ts';

/**
 * Where products land relative to the partial sum, in bits (specification, section 3 step 4).
 * A significand T (LSB 2^-G) is shifted left within a window that ends `dropped` bits below the LSB
 * of the sum; its magnitude is the window without those bits.
 */
export interface Alignment {
  /** Left shift of T, in LSBs of the sum, at window shift 0. */
  readonly base: number;
  /** The window shift is the exponent plus this. */
  readonly shiftOffset: number;
  readonly shiftMin: number;
  readonly shiftMax: number;
  /** Some products lie below the window: their shift is negative. */
  readonly tiny: boolean;
  /** A negative shift, cut to the bits of the largest one, would land within the window. */
  readonly wraps: boolean;
  readonly dropped: number;
  readonly magnitude: number;
  readonly window: number;
  /** Which products exceed P bits; asked only where sums saturate. */
  readonly huge: 'none' | 'some' | 'all';
}

export function alignment(
  { align, overflow, Fp, G, A, P }: SumArithmetic,
  { logSumMax }: ProductWidths,
): Alignment {
  const hMin = Math.floor(-logSumMax / 2 ** Fp) + A - G;
  const hMax = Math.floor(logSumMax / 2 ** Fp) + A - G;
  // With G bits below the LSB all of T can be cut; one more decides rounding to the nearest.
  const lowest = -(align === 'nearest' ? G + 1 : G);
  const base = Math.max(hMin, lowest);
  const dropped = Math.max(0, -base);
  const magnitude = Math.max(1, Math.min(P, hMax + G + 1));
  const placed = Math.max(0, base) + G + 1;
  const window = Math.max(magnitude + dropped, placed);
  const shifts = 2 ** bitLength(Math.max(0, hMax - base));
  return {
    base,
    shiftOffset: A - G - base,
    shiftMin: hMin - base,
    shiftMax: hMax - base,
    tiny: hMin < lowest,
    wraps: hMin < lowest && shifts + (hMin - base) < window,
    dropped,
    magnitude,
    window,
    huge: hMax + G < P || overflow === 'wrap' ? 'none' : hMin + G < P ? 'some' : 'all',
  };
}
