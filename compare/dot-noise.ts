import type { LevelMoments } from './level-moments.ts';

/** Tensors as levels, and what the products of levels become. */
export interface DotOperands {
  readonly weights: LevelMoments;
  readonly activations: LevelMoments;
  /** Products of levels in units of the numbers, at weight level * activation levels + activation level. */
  readonly products: Float64Array;
}

/** Expected value and expected square of a random number. */
interface Moments {
  readonly mean: number;
  readonly square: number;
}

/**
 * Signal to noise of sums of `depth` products in dB: expected square of the sum of w * a over that of its
 * error, w and a drawn independently from their tensors.
 */
export function dotSignalToNoise(operands: DotOperands, depth: number): number {
  const signal = squareOfSum(exactProduct(operands), depth);
  const noise = squareOfSum(productError(operands), depth);
  return 10 * Math.log10(signal / noise);
}

/** Of the sum of `depth` independent numbers: variances add up, and so do means. */
function squareOfSum({ mean, square }: Moments, depth: number): number {
  return depth * (square - mean * mean) + (depth * mean) ** 2;
}

function exactProduct({ weights, activations }: DotOperands): Moments {
  const pairs = total(weights.counts) * total(activations.counts);
  return {
    mean: (total(weights.sums) * total(activations.sums)) / pairs,
    square: (total(weights.squares) * total(activations.squares)) / pairs,
  };
}

/** Of w * a less the product of their levels, pair of levels by pair of levels. */
function productError({ weights, activations, products }: DotOperands): Moments {
  const { length } = activations.counts;
  let [sum, squares] = [0, 0];
  for (let weight = 0; weight < weights.counts.length; weight += 1) {
    const weightCount = weights.counts[weight] as number;
    if (weightCount === 0) continue;
    const weightSum = weights.sums[weight] as number;
    const weightSquares = weights.squares[weight] as number;
    for (let activation = 0; activation < length; activation += 1) {
      const product = products[weight * length + activation] as number;
      const count = weightCount * (activations.counts[activation] as number);
      const exact = weightSum * (activations.sums[activation] as number);
      const exactSquares = weightSquares * (activations.squares[activation] as number);
      sum += exact - product * count;
      squares += exactSquares - 2 * product * exact + product * product * count;
    }
  }
  const pairs = total(weights.counts) * total(activations.counts);
  return { mean: sum / pairs, square: squares / pairs };
}

function total(numbers: Float64Array): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}
