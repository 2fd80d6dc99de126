import { describe, expect, test } from 'vitest';
import { lpFormat } from '../../../golden/format.ts';
import { chooseWords } from '../../../quantize/feedback/choose-words.ts';
import type { InputMoments, WordQuestion } from '../../../quantize/feedback/question.ts';
import { wordGrid } from '../../../quantize/feedback/word-grid.ts';
import {
  inputs,
  LP4,
  meanSquare,
  momentsOf,
  productMeans,
  questionOf,
  randoms,
  repeatable,
  TERNARY,
  valuesOf,
} from './support.ts';

const METHODS = ['nearest', 'optq', 'gpfq'] as const;

function nearestWords({ targets, format, step }: WordQuestion): Uint16Array {
  return Uint16Array.from(targets, wordGrid(format, step).nearest);
}

/** The least error that any words of a channel have. */
function leastError(question: WordQuestion, rows: readonly Float64Array[]): number {
  const { format, targets } = question;
  const words = Array.from({ length: 2 ** format.n }, (_, word) => word).filter(
    (word) => word !== format.narWord,
  );
  const all = wordGrid(format, 1).values;
  let least = Infinity;
  for (let code = 0; code < words.length ** targets.length; code++) {
    const values = targets.map((_, k) => {
      const digit = Math.floor(code / words.length ** k) % words.length;
      return all[words[digit] as number] as number;
    });
    least = Math.min(least, meanSquare(targets, rows, values, rows));
  }
  return least;
}

describe.each(METHODS)('%s', (method) => {
  test('is the nearest word of each weight for one input, and for inputs that are uncorrelated', () => {
    const targets = randoms(12, repeatable(1));
    const one = questionOf({
      targets,
      moments: { depth: 1, covariance: Float64Array.of(2) },
      method,
    });
    expect(chooseWords(one).words).toEqual(nearestWords(one));
    const covariance = Float64Array.of(2, 0, 0, 0, 3, 0, 0, 0, 1);
    const three = questionOf({ targets, moments: { depth: 3, covariance }, method });
    expect(chooseWords(three).words).toEqual(nearestWords(three));
  });

  test('has zero words for zero weights, without error', () => {
    const moments = momentsOf(inputs(5, 20, repeatable(2)));
    const { words, errors } = chooseWords(
      questionOf({ targets: new Float64Array(10), moments, method }),
    );
    expect(words).toEqual(new Uint16Array(10));
    expect(errors).toEqual(new Float64Array(2));
  });

  test('gives inputs that do not vary the nearest word, and the others what they have without them', () => {
    const rows = inputs(6, 30, repeatable(3)).map((row) =>
      row.map((x, k) => (k % 3 === 1 ? 0 : x)),
    );
    const targets = randoms(12, repeatable(4));
    const question = questionOf({ targets, moments: momentsOf(rows), method });
    const { words } = chooseWords(question);
    const nearest = nearestWords(question);
    const living = (row: Float64Array) => row.filter((_, k) => k % 3 !== 1);
    const alone = chooseWords({
      ...question,
      targets: living(targets),
      moments: momentsOf(rows.map(living)),
    });
    expect(words.filter((_, k) => k % 3 === 1)).toEqual(nearest.filter((_, k) => k % 3 === 1));
    expect(words.filter((_, k) => k % 3 !== 1)).toEqual(alone.words);
    const still = { depth: 6, covariance: new Float64Array(36) };
    expect(chooseWords({ ...question, moments: still }).words).toEqual(nearest);
  });

  test('does not fail for inputs that are the same, without damping', () => {
    const rows = inputs(4, 20, repeatable(5)).map((row) => row.map(() => row[0] as number));
    const question = questionOf({
      targets: randoms(8, repeatable(6)),
      moments: momentsOf(rows),
      method,
      damping: 0,
    });
    const { errors } = chooseWords(question);
    expect(errors.every((error) => error >= 0 && error < Infinity)).toBe(true);
  });

  test.each(['curvature', 'index'] as const)(
    'reports the mean square of the error, %s order',
    (order) => {
      const rows = inputs(7, 40, repeatable(7));
      const question = questionOf({
        targets: randoms(21, repeatable(8)),
        moments: momentsOf(rows),
        method,
        order,
      });
      const chosen = chooseWords(question);
      const values = valuesOf(question, chosen);
      for (let channel = 0; channel < 3; channel++) {
        const part = (all: Float64Array) => all.subarray(channel * 7, channel * 7 + 7);
        const expected = meanSquare(part(question.targets), rows, part(values), rows);
        expect(chosen.errors[channel]).toBeCloseTo(expected, 10);
      }
      expect(chosen.limited).toBe(0);
    },
  );

  test('is the same each time, and channels do not depend on each other', () => {
    const moments = momentsOf(inputs(9, 30, repeatable(9)));
    const question = questionOf({ targets: randoms(27, repeatable(10)), moments, method });
    const chosen = chooseWords(question);
    expect(chooseWords(question)).toEqual(chosen);
    const second = chooseWords({ ...question, targets: question.targets.slice(9, 18) });
    expect(second.words).toEqual(chosen.words.slice(9, 18));
    expect(second.errors[0]).toBe(chosen.errors[1]);
  });

  test('takes words of a step', () => {
    const moments = momentsOf(inputs(8, 30, repeatable(11)));
    const format = lpFormat({ n: 8, es: 1, rs: 7 });
    const question = questionOf({
      targets: randoms(16, repeatable(12)),
      moments,
      method,
      format,
      step: 8,
    });
    const { words } = chooseWords(question);
    expect(words.every((word) => word % 8 === 0 && word !== format.narWord)).toBe(true);
    const short = lpFormat({ n: 5, es: 1, rs: 4 });
    const shortly = chooseWords({ ...question, format: short, step: 1 });
    expect(words).toEqual(shortly.words.map((word) => word * 8));
  });
});

describe('against all words there are', () => {
  const formats = [
    ['LP<2,0,1>', 5, TERNARY],
    ['LP<4,1,3>', 3, LP4],
  ] as const;

  test.each(formats)(
    '%s, %i inputs: feedback is better than nearest words on average',
    (_, depth, format) => {
      const sums = { nearest: 0, optq: 0, gpfq: 0, best: 0 };
      for (let round = 0; round < 60; round++) {
        const draw = repeatable(round + 100);
        const rows = inputs(depth, 12, draw);
        const targets = randoms(depth, draw);
        const question = questionOf({ targets, moments: momentsOf(rows), format });
        const best = leastError(question, rows);
        sums.best += best;
        for (const method of METHODS) {
          const error = chooseWords({ ...question, method }).errors[0] as number;
          expect(error).toBeGreaterThanOrEqual(best * (1 - 1e-9));
          sums[method] += error;
        }
      }
      expect(sums.optq).toBeLessThan(0.8 * sums.nearest);
      expect(sums.gpfq).toBeLessThan(0.9 * sums.nearest);
      expect(sums.optq).toBeLessThan(1.5 * sums.best);
    },
  );
});

describe('where the array sees other inputs than the float network', () => {
  const draw = repeatable(21);
  const floats = inputs(6, 60, draw);
  const seen = floats.map((row) => row.map((x) => 0.9 * x + 0.3 * draw()));
  const moments: InputMoments = {
    ...momentsOf(seen),
    cross: productMeans(seen, floats),
  };
  const targets = randoms(60, draw);

  test('errors are those of the sums, less what no weights can mend', () => {
    const format = lpFormat({ n: 6, es: 1, rs: 5 });
    for (const method of METHODS) {
      const question = questionOf({ targets, moments, format, method });
      const chosen = chooseWords(question);
      const values = valuesOf(question, chosen);
      const other = chooseWords({ ...question, format: LP4 });
      const others = valuesOf({ ...question, format: LP4 }, other);
      for (let channel = 0; channel < 10; channel++) {
        const part = (all: Float64Array) => all.subarray(channel * 6, channel * 6 + 6);
        const full = meanSquare(part(targets), floats, part(values), seen);
        expect(chosen.errors[channel]).toBeLessThanOrEqual(full);
        const difference = full - meanSquare(part(targets), floats, part(others), seen);
        const told = (chosen.errors[channel] as number) - (other.errors[channel] as number);
        expect(told).toBeCloseTo(difference, 6);
      }
    }
  });

  test('both ways of feedback know of it', () => {
    const total = (method: WordQuestion['method'], known: InputMoments) => {
      const question = questionOf({ targets, moments: known, method });
      const values = valuesOf(question, chooseWords(question));
      let sum = 0;
      for (let from = 0; from < 60; from += 6) {
        const part = (all: Float64Array) => all.subarray(from, from + 6);
        sum += meanSquare(part(targets), floats, part(values), seen);
      }
      return sum;
    };
    const same = { depth: moments.depth, covariance: moments.covariance };
    expect(total('optq', moments)).toBeLessThan(total('optq', same));
    expect(total('gpfq', moments)).toBeLessThan(total('nearest', moments));
  });
});

describe('questions without an answer', () => {
  const good = questionOf({
    targets: Float64Array.of(1, 2, 3, 4),
    moments: { depth: 2, covariance: Float64Array.of(1, 0, 0, 1) },
  });

  test.each<[string, Partial<WordQuestion>]>([
    ['targets that are no rows', { targets: new Float64Array(3) }],
    ['a covariance of another depth', { moments: { depth: 2, covariance: new Float64Array(9) } }],
    [
      'cross moments of another depth',
      { moments: { ...good.moments, cross: new Float64Array(1) } },
    ],
    ['no inputs', { moments: { depth: 0, covariance: new Float64Array(0) } }],
    ['NaN', { targets: Float64Array.of(1, 2, 3, Number.NaN) }],
    ['damping below 0', { damping: -1 }],
    ['what is no covariance', { moments: { depth: 2, covariance: Float64Array.of(1, 3, 3, 1) } }],
    [
      'moments of NaN',
      { moments: { depth: 2, covariance: Float64Array.of(1, Number.NaN, Number.NaN, 1) } },
    ],
  ])('%s', (_, wrong) => {
    expect(() => chooseWords({ ...good, ...wrong })).toThrow(RangeError);
    expect(chooseWords(good).words).toHaveLength(4);
  });
});
