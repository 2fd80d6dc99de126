import type { ArrayShape } from '../../generator/index.ts';
import { lanesOfWord } from '../../golden/exact/index.ts';

/** How much of an array's streams is tried. */
export interface ArrayScope {
  /** Vectors that tiles have in all: at full speed, with gaps, and around resets. */
  readonly vectors: { readonly fullSpeed: number; readonly gaps: number; readonly resets: number };
  /** Vectors of one job. */
  readonly jobVectors: number;
}

/** With every verification: some seconds. */
export const QUICK: ArrayScope = {
  vectors: { fullSpeed: 4096, gaps: 3072, resets: 2048 },
  jobVectors: 256,
};

/** Vectors enough for so many products in one mode, or the most that are asked for. */
export function deepScope(
  { rows, cols }: ArrayShape,
  mode: number,
  { products, mostVectors }: { readonly products: number; readonly mostVectors: number },
): ArrayScope {
  const enough = Math.ceil(products / (rows * cols * lanesOfWord(mode)));
  const vectors = Math.min(enough, mostVectors);
  const part = (share: number) => Math.ceil(vectors * share);
  return {
    vectors: { fullSpeed: part(0.6), gaps: part(0.4), resets: part(0.1) },
    jobVectors: 4096,
  };
}
