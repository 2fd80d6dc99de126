/** How much of an array's streams is tried. */
export interface ArrayScope {
  /** Vectors that tiles have in all: at full speed, with gaps, and around resets. */
  readonly vectors: { readonly fullSpeed: number; readonly gaps: number; readonly resets: number };
}

/** With every verification: some seconds. */
export const QUICK: ArrayScope = { vectors: { fullSpeed: 4096, gaps: 3072, resets: 2048 } };
