/**
 * How the words of a channel follow from each other. At step s the weight k = order[s] is wanted at
 *
 *     starts[k] + sum over i < s of rows[s][i] * (weights[order[i]] - value[order[i]])
 */
export interface WordPath {
  /** Indices of the K weights in the order in which their words are chosen. */
  readonly order: Uint32Array;
  /** M x K, what the values of words are compared with. */
  readonly weights: Float64Array;
  /** M x K */
  readonly starts: Float64Array;
  /** K x K, row by row, below the diagonal; absent where errors are not made up for. */
  readonly rows?: Float64Array;
}
