import { expect, test } from 'vitest';
import { lpFormat } from '../../../golden/format.ts';
import { chooseWords } from '../../../quantize/feedback/choose-words.ts';
import { wordGrid } from '../../../quantize/feedback/word-grid.ts';
import { inputs, momentsOf, productMeans, questionOf, randoms, repeatable } from './support.ts';

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

test.each([false, true])(
  'follows the path of the sums over samples, other inputs: %s',
  (differ) => {
    const format = lpFormat({ n: 5, es: 1, rs: 4 });
    const grid = wordGrid(format, 1);
    for (let round = 0; round < 20; round++) {
      const draw = repeatable(round + 40);
      const floats = inputs(7, 25, draw);
      const seen = floats.map((row) => row.map((x) => (differ ? 0.95 * x + 0.2 * draw() : x)));
      const column = (rows: readonly Float64Array[], k: number) =>
        Float64Array.from(rows, (row) => row[k] as number);
      const targets = randoms(7, draw);
      const moments = {
        ...momentsOf(seen),
        ...(differ ? { cross: productMeans(seen, floats) } : {}),
      };
      const trace = targets.reduce((sum, _, k) => sum + (moments.covariance[k * 8] as number), 0);
      const ridge = ((0.01 * trace) / 7) * seen.length;
      const path = new Float64Array(seen.length);
      const expected = targets.map((weight, k) => {
        const [x, input] = [column(floats, k), column(seen, k)];
        const ahead = path.map((u, i) => u + weight * (x[i] as number));
        const wanted = (dot(input, ahead) + ridge * weight) / (dot(input, input) + ridge);
        const word = grid.nearest(wanted);
        path.set(ahead.map((u, i) => u - (grid.values[word] as number) * (input[i] as number)));
        return word;
      });
      const question = questionOf({ targets, moments, format, method: 'gpfq', order: 'index' });
      expect(Float64Array.from(chooseWords(question).words)).toEqual(expected);
    }
  },
);
