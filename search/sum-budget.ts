import { rowBounds, type WeightTerms } from '../golden/exact/index.ts';
import type { SumBudget } from '../quantize/feedback/question.ts';
import type { PlannedArray } from '../quantize/sums.ts';
import type { WordOptions } from './options.ts';

/** Bits that sums are to fit, and how; null where only the array limits them. */
export type BudgetOptions = Pick<WordOptions, 'tileBits' | 'sumBits' | 'soft'>;

/** What the sums of some channels may come to, what their start values take already off; undefined for no budget. */
export function sumBudget(
  terms: WeightTerms,
  starts: readonly number[],
  { tileBits, sumBits, soft }: BudgetOptions,
  { shape }: PlannedArray,
): SumBudget | undefined {
  if (tileBits === null && sumBits === null) return undefined;
  const sum = rangeOf(sumBits ?? shape.lanes[0]?.width ?? 128);
  return {
    terms,
    tile: shape.rows,
    inner: rangeOf(tileBits ?? shape.lanes[0]?.tileWidth ?? 128),
    outer: starts.map((start) => {
      const { upper, lower } = rowBounds(terms, [], { least: BigInt(start), most: BigInt(start) });
      return { upper: positive(sum.upper - upper), lower: positive(sum.lower - lower) };
    }),
    soft,
  };
}

/** Most U+ and U- that so many bits hold. */
function rangeOf(bits: number): { readonly upper: bigint; readonly lower: bigint } {
  const half = 1n << BigInt(bits - 1);
  return { upper: half - 1n, lower: half };
}

function positive(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
