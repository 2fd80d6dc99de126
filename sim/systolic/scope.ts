/** How much of a grid is tried. */
export interface GridScope {
  /** Rounds in which each pair stands beside zeros, at another row each time; 'all': at every row. */
  readonly rounds: number | 'all';
  readonly randomVectors: number;
  /** Vectors for the grid as large as it is. */
  readonly wholeVectors: number;
  /** PEs of the largest grid that is simulated as a whole. */
  readonly mostPes: number;
}

/** 2048 PEs of 1 product take 10 s of CPU time to compile, 4096 of 16 products 65 s and 1.3 GB. */
const MOST_PES = 2048;

/** With every verification. */
export const QUICK: GridScope = {
  rounds: 1,
  randomVectors: 4096,
  wholeVectors: 512,
  mostPes: MOST_PES,
};

/** By the deep regression. */
export const DEEP: GridScope = {
  rounds: 'all',
  randomVectors: 65_536,
  wholeVectors: 8192,
  mostPes: MOST_PES,
};
