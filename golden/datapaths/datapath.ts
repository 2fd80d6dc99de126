/** A way in which a weight word is divided into weights. */
export interface DatapathMode {
  /** E.g. "8", "4", "pot4"; unique within a datapath. */
  readonly name: string;
  /** Weights in a word; lane i is an output channel of its own. */
  readonly lanes: number;
  /** Bits of one weight: lane i is bits [i * n, (i + 1) * n) of the word. */
  readonly bits: number;
}

/**
 * One way to multiply words, exactly, by its definition. What a lane that a mode does not use adds is 0, and so is the
 * product of a NaR (NaN, infinite) operand.
 */
export interface Datapath {
  /** Bits of a weight word, and of an activation word. */
  readonly weightBits: number;
  readonly activationBits: number;
  /** In the order of `mode_i`. */
  readonly modes: readonly DatapathMode[];
  /** A: a product is an integer in LSBs of 2^-A. */
  readonly fraction: number;
  /** Whether an activation word may occur: all but those that `nonNegative` and `clip` rule out. */
  isLegal(activation: number): boolean;
  /** Whether a weight may occur: all but those that `clip` rules out. `word` is the whole container. */
  isLegalWeight(mode: number, lane: number, word: number): boolean;
  /** Value of a weight without scale; null for NaR. `word` is the whole container. */
  weightValue(mode: number, lane: number, word: number): number | null;
  activationValue(word: number): number | null;
  /** In LSBs of 2^-A, after cutting. */
  product(mode: number, lane: number, weight: number, activation: number): bigint;
}
