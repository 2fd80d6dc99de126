import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { type Window, windowOf } from '../scaled/window.ts';

/** For headers. */
export const E4M3 = { name: 'E4M3', bits: 8, hasSignBit: true, largestWord: 0x7e } as const;

/** The leading one and the three bits of the sum of both fractions. */
const SIGNIFICAND_BITS = 4;

/** Where the sum of two fields, 17 to 253 with the offset, puts a significand: 2^(floor(sum / 8) - 14). */
export function lmulWindow({ fraction, align }: OptionsOf<'lmul'>): Window {
  return windowOf({
    significandBits: SIGNIFICAND_BITS,
    top: 31 - 14 - 3 + fraction,
    // 253 = 8 * 31 + 5.
    largest: BigInt(Math.floor((8 + 5) * 2 ** (31 - 14 - 3 + fraction))),
    // 17 = 8 * 2 + 1.
    least: 2 - 14 - 3 + fraction,
    align,
  });
}

/**
 * How a zero operand leaves nothing of a product: its field, upside down, is 15 octaves or more; else PEs have to know, and shift
 * out whatever the significand is; else they have to drop it.
 */
export type LmulZero = 'far' | 'shifted' | 'dropped';

export function lmulZero({ bits }: Window): LmulZero {
  if (bits <= 15) return 'far';
  return bits <= 31 ? 'shifted' : 'dropped';
}
