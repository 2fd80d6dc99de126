import { describe, expect, test } from 'vitest';
import type { WeightTerms } from '../../../golden/exact/index.ts';
import { wordValues } from '../../../golden/fast/index.ts';
import { chooseWords } from '../../../quantize/feedback/choose-words.ts';
import type { SumBudget } from '../../../quantize/feedback/question.ts';
import { softThresholds } from '../../../quantize/feedback/soft-threshold.ts';
import { inputs, LP4, momentsOf, questionOf, randoms, repeatable, termsOf } from './support.ts';

const VALUES = wordValues(LP4);

/** Room for a sum of magnitudes, in units of the weights. */
function roomOf(terms: WeightTerms, sum: number) {
  const lsbs = BigInt(
    Math.round((sum * Number(terms.upper[LP4.maxWord])) / (VALUES[LP4.maxWord] as number)),
  );
  return { upper: lsbs, lower: lsbs };
}

const AMPLE = { upper: 1n << 90n, lower: 1n << 90n };

function shrunk(budget: SumBudget, weights: Float64Array): number[] {
  const thresholds = softThresholds(budget, { format: LP4, values: VALUES, depth: weights.length });
  thresholds.open(0, weights);
  return Array.from(weights, (weight, k) => thresholds.shrink(k, weight));
}

function expectClose(actual: readonly number[], expected: readonly number[]) {
  expect(actual).toHaveLength(expected.length);
  for (const [k, value] of expected.entries()) expect(actual[k]).toBeCloseTo(value, 5);
}

describe('thresholds', () => {
  const both = termsOf({ accumulatorFraction: 40 }, 'both');
  const oneSided = termsOf({ accumulatorFraction: 40 }, 'non-negative');
  const weights = Float64Array.of(4, -3, 1, 2, 1, 0.5);

  test('leave weights that have room as they are', () => {
    const budget = { terms: both, tile: 3, inner: roomOf(both, 8.001), outer: [AMPLE], soft: true };
    expect(shrunk(budget, weights)).toEqual([...weights]);
  });

  test('are one for each tile that has none, worked by hand', () => {
    // 4 + 3 + 1 to 5 by 1; 3.5 of the other tile fits.
    const budget = { terms: both, tile: 3, inner: roomOf(both, 5), outer: [AMPLE], soft: true };
    expectClose(shrunk(budget, weights), [3, -2, 0, 2, 1, 0.5]);
  });

  test('are a common one besides for the row', () => {
    // Tiles of 5 and 3.5 to 7: the first keeps its threshold of 1, the other gets 0.5 ((2 + 1 + 0.5) to 2).
    const budget = {
      terms: both,
      tile: 3,
      inner: roomOf(both, 5),
      outer: [roomOf(both, 7)],
      soft: true,
    };
    expectClose(shrunk(budget, weights), [3, -2, 0, 1.5, 0.5, 0]);
  });

  test('are apart for the signs where activations have one', () => {
    // Positive: 4 + 1 to 3 by 1, 2 + 1 + 0.5 by 1/6; negative: 3 fits.
    const inner = roomOf(oneSided, 3.0000001);
    const budget = { terms: oneSided, tile: 3, inner, outer: [AMPLE], soft: true };
    expectClose(shrunk(budget, weights), [3, -3, 0, 11 / 6, 5 / 6, 1 / 3]);
  });

  test('bring every tile and row within its room', () => {
    for (let round = 0; round < 50; round++) {
      const draw = repeatable(round);
      const row = randoms(11, () => 3 * draw());
      const budget = {
        terms: both,
        tile: 4,
        inner: roomOf(both, 3),
        outer: [roomOf(both, 6)],
        soft: true,
      };
      const after = shrunk(budget, row).map(Math.abs);
      const sum = (from: number, to: number) => after.slice(from, to).reduce((a, b) => a + b, 0);
      for (let from = 0; from < 11; from += 4) expect(sum(from, from + 4)).toBeLessThan(3 + 1e-6);
      expect(sum(0, 11)).toBeLessThan(6 + 1e-6);
    }
  });

  test('are none where words cost nothing, all where there is no room', () => {
    const free = termsOf({ accumulatorFraction: -60 }, 'both');
    const none = { upper: 0n, lower: 0n };
    const budget = { terms: free, tile: 3, inner: none, outer: [none], soft: true };
    expect(shrunk(budget, weights)).toEqual([...weights]);
    expect(shrunk({ ...budget, terms: both }, weights).every((x) => x === 0)).toBe(true);
  });
});

test('with them fewer words are limited, and tight sums are better on average', () => {
  const totals = { soft: { error: 0, limited: 0 }, hard: { error: 0, limited: 0 } };
  const terms = termsOf({ accumulatorFraction: 8 }, 'both');
  for (let round = 0; round < 40; round++) {
    const draw = repeatable(round + 300);
    const moments = momentsOf(inputs(24, 40, draw));
    const targets = randoms(48, draw);
    const room = roomOf(terms, 4);
    for (const soft of [false, true]) {
      const budget = { terms, tile: 24, inner: room, outer: [AMPLE, AMPLE], soft };
      const { errors, limited } = chooseWords(
        questionOf({ targets, moments, budget, order: 'index' }),
      );
      const total = soft ? totals.soft : totals.hard;
      total.error += errors.reduce((a, b) => a + b);
      total.limited += limited;
    }
  }
  expect(totals.soft.limited).toBeLessThan(totals.hard.limited);
  expect(totals.soft.error).toBeLessThan(totals.hard.error);
});
