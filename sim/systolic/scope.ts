/** How much of a grid is tried. */
export interface GridScope {
  /** Rounds in which each pair stands beside zeros, at another row each time; 'all': at every row. */
  readonly rounds: number | 'all';
  readonly randomVectors: number;
  /** Vectors for the grid as large as it is. */
  readonly wholeVectors: number;
}

/** With every verification. */
export const QUICK: GridScope = {
  rounds: 2,
  randomVectors: 4096,
  wholeVectors: 512,
};

/** By the deep regression. */
export const DEEP: GridScope = {
  rounds: 'all',
  randomVectors: 65_536,
  wholeVectors: 8192,
};
