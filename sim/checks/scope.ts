/** How much is tried of what is too large to be gone through whole, or nearly so. */
export interface Scope {
  /** Operand pairs of up to this many bits are gone through whole. */
  readonly pairBits: number;
  /** Inputs {nar_i, acc_i} of encoders of up to this many bits are gone through whole. */
  readonly sumBits: number;
  /** Floating sums of encoders up to this many are all used. */
  readonly floatSums: number;
  /** Random sums for an encoder, besides the directed ones. */
  readonly randomSums: number;
  /** Clock cycles of random chains where all pairs are gone through, and where they are not. */
  readonly chainCycles: { readonly exhaustive: number; readonly sampled: number };
}

/** One design at a time: a second or two. */
export const FULL: Scope = {
  pairBits: 24,
  sumBits: 24,
  floatSums: 2 ** 20,
  randomSums: 2 ** 17,
  chainCycles: { exhaustive: 2 ** 15, sampled: 2 ** 20 },
};

/** Hundreds of designs, which have the options and widths in common. */
export const REGRESSION: Scope = {
  pairBits: 24,
  sumBits: 17,
  floatSums: 2 ** 16,
  randomSums: 2 ** 16,
  chainCycles: { exhaustive: 2 ** 13, sampled: 2 ** 15 },
};
