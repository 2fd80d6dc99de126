import { rowBounds, type WeightTerms } from '../golden/exact/index.ts';
import type { SumBudget } from '../quantize/feedback/question.ts';
import { laneBits, type PlannedArray } from '../quantize/sums.ts';
import type { WordOptions } from './options.ts';

/** Most U+ and U- that sums may come to. */
export interface SumRange {
  readonly upper: bigint;
  readonly lower: bigint;
}

/** What sums of a tile, and sums of all tiles, may come to. */
export interface SumLimits {
  readonly tile: SumRange;
  readonly sum: SumRange;
}

/** The bits that sums are to fit: what lanes of a mode have, or less where options say so. */
export function limitBits(
  { tileBits, sumBits }: Pick<WordOptions, 'tileBits' | 'sumBits'>,
  array: PlannedArray,
  mode: number,
): { readonly tile: number; readonly sum: number } {
  const held = laneBits(array, mode);
  return {
    tile: Math.min(tileBits ?? held.tile, held.tile),
    sum: Math.min(sumBits ?? held.sum, held.sum),
  };
}

/** What so many bits hold (specification, section 6). */
export function sumLimits({ tile, sum }: ReturnType<typeof limitBits>): SumLimits {
  return { tile: rangeOf(tile), sum: rangeOf(sum) };
}

/** What words may use of the limits by channel: their start values come off. */
export function sumBudget(
  terms: WeightTerms,
  starts: readonly number[],
  { limits, rows, soft }: { limits: SumLimits; rows: number; soft: boolean },
): SumBudget {
  return {
    terms,
    tile: rows,
    inner: limits.tile,
    outer: starts.map((start) => {
      const { upper, lower } = rowBounds(terms, [], { least: BigInt(start), most: BigInt(start) });
      return { upper: rest(limits.sum.upper, upper), lower: rest(limits.sum.lower, lower) };
    }),
    soft,
  };
}

function rangeOf(bits: number): SumRange {
  const half = 1n << BigInt(bits - 1);
  return { upper: half - 1n, lower: half };
}

function rest(limit: bigint, used: bigint): bigint {
  return limit > used ? limit - used : 0n;
}
