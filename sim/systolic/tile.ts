import type { GridSubject } from './subject.ts';

/** One cycle with load_i. */
export interface Beat {
  /** Cycles without it before. */
  readonly pause: number;
  /** Weight words, at column * V + slot. */
  readonly words: Uint16Array;
}

/** Weights that go into a grid, then vectors that go through it, one each cycle. */
export interface GridTile {
  readonly mode: number;
  /** Fewer than the grid has rows of PEs leave the lower rows to the weights before. */
  readonly beats: readonly Beat[];
  /** Vectors, at least one. */
  readonly vectors: number;
  /** Activation words, at vector * rows + row. */
  readonly acts: Uint16Array;
  /** Values of previous_i, at (vector * cols + column) * lanes + lane. */
  readonly previous: Float64Array;
}

/** A weight word for a row and column of the grid. */
export type WeightOf = (row: number, col: number) => number;

/** Beats that fill the whole grid: the bottom row of PEs comes first. */
export function fullBeats(
  { shape: { peRows, products, cols } }: GridSubject,
  weightOf: WeightOf,
): Beat[] {
  return Array.from({ length: peRows }, (_, index) => {
    const top = (peRows - 1 - index) * products;
    const words = new Uint16Array(cols * products);
    for (let col = 0; col < cols; col++) {
      for (let slot = 0; slot < products; slot++) {
        words[col * products + slot] = weightOf(top + slot, col);
      }
    }
    return { pause: 0, words };
  });
}

/** A tile whose activations and sums before it are still to be filled in: words 0 and sums 0. */
export function emptyTile(
  { shape: { rows, cols, lanes } }: GridSubject,
  mode: number,
  beats: readonly Beat[],
  vectors: number,
): GridTile {
  return {
    mode,
    beats,
    vectors,
    acts: new Uint16Array(vectors * rows),
    previous: new Float64Array(vectors * cols * lanes.length),
  };
}
