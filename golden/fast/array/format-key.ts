import type { LpFormat } from '../../format.ts';
import type { PairFormats } from '../term.ts';

const KEY_BITS = 12;

/** A number of 12 bits that tells formats apart by their words; sf is not part of a word. */
export function formatKey({ n, es, rs }: LpFormat): number {
  return (n << 7) | (es << 4) | rs;
}

/** The same for two formats, 24 bits. */
export function pairKey({ weight, activation }: PairFormats): number {
  return (formatKey(weight) << KEY_BITS) | formatKey(activation);
}
