import {
  type ActivationSigns,
  type ProductParameters,
  weightTerms,
} from '../../../golden/exact/index.ts';
import { wordValues } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import type {
  ChosenWords,
  InputMoments,
  WordQuestion,
} from '../../../quantize/feedback/question.ts';

/** Uniform numbers within [-1, 1) from a seed. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export function randoms(count: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: count }, draw);
}

/** Inputs of `samples` rows: neighbours go together, and variances differ. */
export function inputs(depth: number, samples: number, draw: () => number): Float64Array[] {
  return Array.from({ length: samples }, () => {
    const row = randoms(depth, draw);
    for (let k = 1; k < depth; k++) row[k] = (row[k] as number) + 0.8 * (row[k - 1] as number);
    return row.map((x, k) => x * (1 + (k % 3)));
  });
}

/** Mean of products of two sets of inputs, each as given: tests call them centred. */
export function productMeans(
  left: readonly Float64Array[],
  right: readonly Float64Array[],
): Float64Array {
  const depth = left[0]?.length ?? 0;
  const means = new Float64Array(depth * depth);
  for (const [sample, row] of left.entries()) {
    for (let j = 0; j < depth; j++) {
      for (let k = 0; k < depth; k++) {
        const product = (row[j] as number) * ((right[sample] as Float64Array)[k] as number);
        means[j * depth + k] = (means[j * depth + k] as number) + product / left.length;
      }
    }
  }
  return means;
}

export function momentsOf(rows: readonly Float64Array[]): InputMoments {
  return { depth: rows[0]?.length ?? 0, covariance: productMeans(rows, rows) };
}

/** Mean square of w x - q x~ over samples. */
export function meanSquare(
  weights: Float64Array,
  floats: readonly Float64Array[],
  values: Float64Array,
  seen: readonly Float64Array[],
): number {
  let sum = 0;
  for (const [sample, row] of floats.entries()) {
    let error = 0;
    for (const [k, x] of row.entries()) {
      const input = (seen[sample] as Float64Array)[k] as number;
      error += (weights[k] as number) * x - (values[k] as number) * input;
    }
    sum += error ** 2;
  }
  return sum / floats.length;
}

export const LP4 = lpFormat({ n: 4, es: 1, rs: 3 });
export const TERNARY = lpFormat({ n: 2, es: 0, rs: 1 });

/** A question without budget; what is not said is of LP<4,1,3>. */
export function questionOf(
  given: Pick<WordQuestion, 'targets' | 'moments'> & Partial<WordQuestion>,
): WordQuestion {
  return { format: LP4, step: 1, method: 'optq', damping: 0.01, order: 'curvature', ...given };
}

export function valuesOf({ format }: WordQuestion, { words }: ChosenWords): Float64Array {
  const values = wordValues(format);
  return Float64Array.from(words, (word) => values[word] as number);
}

export function productOf(given: Partial<ProductParameters> = {}): ProductParameters {
  return {
    weight: LP4,
    activation: LP4,
    converter: 'table',
    converterFraction: 4,
    align: 'truncate',
    accumulatorFraction: 3,
    ...given,
  };
}

export function termsOf(given: Partial<ProductParameters>, signs: ActivationSigns) {
  return weightTerms(productOf(given), signs);
}
