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

/** Asks for the value of each weight of the channel whose weights begin at `from`, by what is wanted of it. */
export function followPath(
  { order, weights, starts, rows }: WordPath,
  from: number,
  chooseValue: (k: number, target: number) => number,
): void {
  const errors = new Float64Array(order.length);
  for (const [step, k] of order.entries()) {
    let target = starts[from + k] as number;
    if (rows !== undefined) {
      for (let before = 0, at = step * order.length; before < step; before++, at++) {
        target += (rows[at] as number) * (errors[before] as number);
      }
    }
    errors[step] = (weights[from + k] as number) - chooseValue(k, target);
  }
}
