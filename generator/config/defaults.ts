import { Failure } from '../../system/failure.ts';

export type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** Widest accumulator that there is, in bits. */
const MAX_WIDTH = 128;

/** Most fraction bits of a converter. */
export const MAX_CONVERTER_FRACTION = 12;

/** A width of specification section 6; at least the 2 bits of the narrowest accumulator. */
export function automaticWidth(needed: number): number {
  if (needed <= MAX_WIDTH) return Math.max(2, needed);
  throw new Failure(
    'input',
    `accumulator.width "auto" needs ${needed} bits, more than ${MAX_WIDTH}`,
    'lower accumulator.fraction, accumulator.depth, or es and rs of a format, or set a width',
  );
}
