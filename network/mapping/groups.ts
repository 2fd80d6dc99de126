import type { ArraySize } from './product.ts';

/** Sizes of groups of vectors that pass together: as few as can be, and alike. */
export function vectorGroups(vectors: number, most: number): number[] {
  const count = Math.ceil(vectors / most);
  const small = Math.floor(vectors / count);
  const larger = vectors - small * count;
  return Array.from({ length: count }, (_, index) => small + (index < larger ? 1 : 0));
}

/** Sizes of a product. */
export interface ProductSize {
  /** K. */
  readonly depth: number;
  /** M. */
  readonly channels: number;
  /** V. */
  readonly vectors: number;
}

/** Cycles of a product in the middle of others: a tile takes as long as its vectors or its weights. */
export function estimateCycles(
  { depth, channels, vectors }: ProductSize,
  { rows, cols, lanesUsed, vectors: most }: ArraySize & { readonly lanesUsed: number },
): number {
  const tiles = Math.ceil(depth / rows) * Math.ceil(channels / (cols * lanesUsed));
  const passes = vectorGroups(vectors, most).reduce((sum, size) => sum + Math.max(rows, size), 0);
  return tiles * passes;
}
