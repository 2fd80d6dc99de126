import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { lpFormat } from '../../../golden/format.ts';
import { chooseWords } from '../../../quantize/feedback/choose-words.ts';
import { leastSquaresWeights } from '../../../quantize/feedback/least-squares.ts';
import type { WordQuestion } from '../../../quantize/feedback/question.ts';
import { wordGrid } from '../../../quantize/feedback/word-grid.ts';
import { inputs, momentsOf, productMeans, questionOf, randoms, repeatable } from './support.ts';

const symmetric = (matrix: Matrix) => matrix.clone().add(matrix.transpose()).mul(0.5);

/** OPTQ as its paper writes it: open weights are updated by the factor of the inverse. */
function byInverse({ targets, moments, format, damping }: WordQuestion, order: number[]) {
  const { depth, covariance } = moments;
  const grid = wordGrid(format, 1);
  const trace = order.reduce((sum, k) => sum + (covariance[k * (depth + 1)] as number), 0);
  const hessian = new Matrix(depth, depth);
  for (const [row, j] of order.entries()) {
    for (const [column, k] of order.entries()) {
      const ridge = j === k ? (damping * trace) / depth : 0;
      hessian.set(row, column, (covariance[j * depth + k] as number) + ridge);
    }
  }
  const upper = new CholeskyDecomposition(
    symmetric(inverse(hessian)),
  ).lowerTriangularMatrix.transpose();
  const open = Float64Array.from(targets);
  const words = new Uint16Array(targets.length);
  for (let from = 0; from < targets.length; from += depth) {
    for (const [step, k] of order.entries()) {
      const word = grid.nearest(open[from + k] as number);
      words[from + k] = word;
      const error =
        ((open[from + k] as number) - (grid.values[word] as number)) / upper.get(step, step);
      for (let later = step + 1; later < depth; later++) {
        const at = from + (order[later] as number);
        open[at] = (open[at] as number) - error * upper.get(step, later);
      }
    }
  }
  return words;
}

test.each(['curvature', 'index'] as const)(
  'are the words of the updates by the inverse, %s order',
  (order) => {
    for (let round = 0; round < 20; round++) {
      const draw = repeatable(round);
      const moments = momentsOf(inputs(10, 30, draw));
      const format = lpFormat({ n: 5, es: 1, rs: 4 });
      const question = questionOf({ targets: randoms(40, draw), moments, format, order });
      const variance = (k: number) => moments.covariance[k * 11] as number;
      const indices = Array.from({ length: 10 }, (_, k) => k);
      if (order === 'curvature') indices.sort((a, b) => variance(b) - variance(a));
      expect(chooseWords(question).words).toEqual(byInverse(question, indices));
    }
  },
);

test('weights are aimed again by least squares', () => {
  const draw = repeatable(5);
  const floats = inputs(4, 30, draw);
  const seen = floats.map((row) => row.map((x) => x + 0.2 * draw()));
  const moments = { ...momentsOf(seen), cross: productMeans(seen, floats) };
  const weights = randoms(8, draw);
  const aimed = leastSquaresWeights(weights, moments, 0.05);
  const covariance = Matrix.from1DArray(4, 4, moments.covariance);
  const ridge = Matrix.eye(4, 4, (0.05 * covariance.trace()) / 4);
  const cross = Matrix.from1DArray(4, 4, moments.cross);
  const left = Matrix.from1DArray(2, 4, weights).mmul(cross.transpose().add(ridge));
  const expected = left.mmul(inverse(covariance.clone().add(ridge))).to1DArray();
  for (const [k, weight] of expected.entries()) expect(aimed[k]).toBeCloseTo(weight, 10);
  // Nothing moves where the inputs are the same, or where nothing but damping counts.
  const same = leastSquaresWeights(
    weights,
    { ...momentsOf(seen), cross: productMeans(seen, seen) },
    0.05,
  );
  for (const [k, weight] of weights.entries()) expect(same[k]).toBeCloseTo(weight, 10);
  const held = leastSquaresWeights(weights, moments, 1e9);
  for (const [k, weight] of weights.entries()) expect(held[k]).toBeCloseTo(weight, 6);
});
