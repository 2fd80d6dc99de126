import type { ArraySize } from './product.ts';

/** Sizes of groups of vectors that pass together: as few as can be, alike but for a smaller last one. */
export function vectorGroups(vectors: number, most: number): number[] {
  const size = groupSize(vectors, most);
  const count = Math.ceil(vectors / size);
  return Array.from({ length: count }, (_, index) => Math.min(size, vectors - index * size));
}

/** Vectors of every group but the last. */
export function groupSize(vectors: number, most: number): number {
  return Math.ceil(vectors / Math.ceil(vectors / most));
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
