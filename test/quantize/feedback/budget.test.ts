import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ActivationSigns,
  attainingVector,
  bindingSide,
  multiplyAccumulate,
  type ProductParameters,
  rowBounds,
  start,
  tileBounds,
  type WeightTerms,
  widestOf,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { chooseWords } from '../../../quantize/feedback/choose-words.ts';
import type { SumBudget, WordQuestion } from '../../../quantize/feedback/question.ts';
import {
  inputs,
  LP4,
  momentsOf,
  productOf,
  questionOf,
  randoms,
  repeatable,
  TERNARY,
  termsOf,
} from './support.ts';

const METHODS = ['nearest', 'optq', 'gpfq'] as const;
const FORMATS = [TERNARY, LP4, lpFormat({ n: 6, es: 0, rs: 2 }), lpFormat({ n: 8, es: 1, rs: 7 })];

/** The same budget for all channels. */
function budgetOf(
  terms: WeightTerms,
  channels: number,
  given: Partial<Omit<SumBudget, 'outer'>> & { readonly outer?: SumBudget['inner'] },
): SumBudget {
  const most = { upper: 1n << 200n, lower: 1n << 200n };
  const { tile = 4, inner = most, outer = most, soft = false } = given;
  return { terms, tile, inner, outer: Array.from({ length: channels }, () => outer), soft };
}

/** Whether every tile and row is within the budget, by the golden bounds. */
function isWithin({ terms, tile, inner, outer }: SumBudget, words: Uint16Array): boolean {
  const depth = words.length / outer.length;
  return outer.every((row, channel) => {
    const part = words.slice(channel * depth, (channel + 1) * depth);
    const whole = rowBounds(terms, part);
    const tiles = widestOf(tileBounds(terms, part, tile));
    return (
      whole.upper <= row.upper &&
      whole.lower <= row.lower &&
      tiles.upper <= inner.upper &&
      tiles.lower <= inner.lower
    );
  });
}

function sumOf(parameters: ProductParameters, row: Uint16Array, vector: Uint16Array, P: number) {
  const mac = { ...parameters, overflow: 'wrap' as const, accumulatorWidth: P };
  let state = start(0n);
  for (const [k, word] of row.entries()) {
    state = multiplyAccumulate(mac, state, word, vector[k] as number);
  }
  return state.acc;
}

const cases = fc.record({
  seed: fc.nat(),
  format: fc.constantFrom(...FORMATS),
  step: fc.constantFrom(1, 1, 2, 4),
  depth: fc.integer({ min: 1, max: 17 }),
  channels: fc.integer({ min: 1, max: 3 }),
  tile: fc.integer({ min: 1, max: 20 }),
  method: fc.constantFrom(...METHODS),
  order: fc.constantFrom('curvature' as const, 'index' as const),
  signs: fc.constantFrom<ActivationSigns>('both', 'non-negative'),
  align: fc.constantFrom('truncate' as const, 'nearest' as const, 'floor' as const),
  fraction: fc.constantFrom(-2, 3, 60),
  inner: fc.integer({ min: 0, max: 120 }),
  outer: fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })),
  soft: fc.boolean(),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Budgets in percent of the largest term. */
function questionOfCase(given: Case): WordQuestion & { readonly budget: SumBudget } {
  const { seed, format, depth, channels, tile, signs, align, fraction } = given;
  const draw = repeatable(seed);
  const terms = termsOf({ weight: format, align, accumulatorFraction: fraction }, signs);
  const largest = terms.upper.reduce((a, b) => (a > b ? a : b));
  const percent = (share: number) => (largest * BigInt(share)) / 100n;
  const [upper, lower] = given.outer;
  const moments = momentsOf(inputs(depth, 12, draw));
  return {
    ...questionOf({ targets: randoms(channels * depth, () => 3 * draw()), moments, format }),
    method: given.method,
    order: given.order,
    step: Math.min(given.step, 2 ** (format.n - 2)),
    budget: budgetOf(terms, channels, {
      tile,
      soft: given.soft,
      inner: { upper: percent(given.inner), lower: percent(given.inner) },
      outer: { upper: percent(upper), lower: percent(lower) },
    }),
  };
}

test('no tile and no row ever exceeds its budget', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const question = questionOfCase(given);
      const { words } = chooseWords(question);
      expect(isWithin(question.budget, words)).toBe(true);
      expect(words.includes(question.format.narWord)).toBe(false);
      expect(words.every((word) => word % question.step === 0)).toBe(true);
    }),
    { numRuns: 600, seed: 1 },
  );
});

test('what no words use up limits none, and nothing is limited below a budget', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { budget, ...free } = questionOfCase(given);
      const ample = budgetOf(budget.terms, given.channels, { tile: given.tile, soft: given.soft });
      const chosen = chooseWords({ ...free, budget: ample });
      expect(chosen).toEqual(chooseWords(free));
      expect(chosen.limited).toBe(0);
    }),
    { numRuns: 100, seed: 2 },
  );
});

describe.each(METHODS)('%s within a budget', (method) => {
  const moments = momentsOf(inputs(6, 20, repeatable(3)));
  const targets = randoms(12, repeatable(4)).map((x) => 4 * x);
  const terms = termsOf({}, 'both');
  const question = questionOf({ targets, moments, method });

  test.each([false, true])('of 0 has zero words only, soft: %s', (soft) => {
    const none = { upper: 0n, lower: 0n };
    for (const budget of [
      budgetOf(terms, 2, { inner: none, soft }),
      budgetOf(terms, 2, { outer: none, soft }),
    ]) {
      const { words, errors } = chooseWords({ ...question, budget });
      expect(words).toEqual(new Uint16Array(12));
      expect(errors.every((error) => error > 0)).toBe(true);
    }
  });

  test('that its words attain exactly has the same words; one LSB less has not', () => {
    const free = chooseWords({ ...question, order: 'index' });
    const row = widestOf([0, 6].map((from) => rowBounds(terms, free.words.slice(from, from + 6))));
    const within = (outer: SumBudget['inner']) =>
      chooseWords({ ...question, order: 'index', budget: budgetOf(terms, 2, { outer }) });
    expect(within(row)).toEqual(free);
    const limited = within({ ...row, upper: row.upper - 1n });
    expect(limited.limited).toBeGreaterThan(0);
    expect(limited.words).not.toEqual(free.words);
  });

  test('may leave one side open', () => {
    const oneSided = termsOf({}, 'non-negative');
    const budget = budgetOf(oneSided, 2, { inner: { upper: 1n << 70n, lower: 0n } });
    const { words } = chooseWords({ ...question, budget });
    expect(words.every((word) => word < LP4.narWord)).toBe(true);
    expect(words.some((word) => word > 0)).toBe(true);
  });
});

test('a single weight takes the largest word that fits', () => {
  const terms = termsOf({}, 'both');
  const moments = { depth: 1, covariance: Float64Array.of(1) };
  for (let most = 0; most <= LP4.maxWord; most++) {
    const side = terms.upper[most] as bigint;
    const budget = budgetOf(terms, 2, { inner: { upper: side, lower: side } });
    const { words, limited } = chooseWords(
      questionOf({ targets: Float64Array.of(99, -99), moments, budget }),
    );
    expect(words).toEqual(Uint16Array.of(most, most === 0 ? 0 : 16 - most));
    expect(limited).toBe(most === LP4.maxWord ? 0 : 2);
  }
});

test('numbers beyond 2^53 are counted to the last LSB', () => {
  const terms = termsOf({ accumulatorFraction: 80 }, 'both');
  const one = terms.upper[LP4.maxWord] as bigint;
  expect(one > 1n << 60n).toBe(true);
  const moments = { depth: 3, covariance: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
  const question = questionOf({ targets: Float64Array.of(99, -99, 99), moments });
  const words = (room: bigint) => {
    const budget = budgetOf(terms, 1, { outer: { upper: room, lower: room } });
    return chooseWords({ ...question, budget }).words;
  };
  expect(words(3n * one)).toEqual(Uint16Array.of(7, 9, 7));
  expect(words(3n * one - 1n)).toEqual(Uint16Array.of(7, 9, 6));
});

test.each(['both', 'non-negative'] as const)(
  'the attaining vector of the words reaches the bound in the golden MAC, activations %s',
  (signs) => {
    const format = lpFormat({ n: 6, es: 1, rs: 5 });
    const parameters = productOf({ weight: format });
    const terms = termsOf({ weight: format }, signs);
    let limited = 0;
    for (let round = 0; round < 30; round++) {
      const draw = repeatable(round + 60);
      // A tile of P bits: what section 6 allows them.
      const P = 9 + (round % 3);
      const side = 1n << BigInt(P - 1);
      const budget = budgetOf(terms, 1, {
        tile: 5,
        inner: { upper: side - 1n, lower: side },
        soft: round % 2 === 0,
      });
      const targets = randoms(12, () => 2 * draw());
      const question = questionOf({ targets, moments: momentsOf(inputs(12, 20, draw)), format });
      const chosen = chooseWords({ ...question, budget });
      limited += chosen.limited;
      for (const [at, bounds] of tileBounds(terms, chosen.words, 5).entries()) {
        const tile = chosen.words.slice(at * 5, at * 5 + 5);
        expect(bounds.width).toBeLessThanOrEqual(P);
        if (bounds.width === 1) continue;
        const binding = bindingSide(bounds);
        const vector = attainingVector(parameters, tile, binding, signs);
        const exact = binding === 'upper' ? bounds.upper : -bounds.lower;
        expect(sumOf(parameters, tile, vector, P)).toBe(exact);
        expect(sumOf(parameters, tile, vector, bounds.width)).toBe(exact);
        expect(sumOf(parameters, tile, vector, bounds.width - 1)).not.toBe(exact);
      }
    }
    expect(limited).toBeGreaterThan(0);
  },
);

describe('budgets without an answer', () => {
  const moments = { depth: 2, covariance: Float64Array.of(1, 0, 0, 1) };
  const question = questionOf({ targets: new Float64Array(4), moments });
  const good = budgetOf(termsOf({}, 'both'), 2, {});
  const below = { upper: 1n, lower: -1n };

  test.each<[string, Partial<SumBudget>]>([
    ['tiles of nothing', { tile: 0 }],
    ['tiles of a part', { tile: 1.5 }],
    ['rows of other channels', { outer: good.outer.slice(1) }],
    ['a tile below 0', { inner: below }],
    ['a row below 0', { outer: [good.inner, below] }],
    ['terms of another format', { terms: termsOf({ weight: TERNARY }, 'both') }],
  ])('%s', (_, wrong) => {
    expect(() => chooseWords({ ...question, budget: { ...good, ...wrong } })).toThrow(RangeError);
    expect(chooseWords({ ...question, budget: good }).limited).toBe(0);
  });
});
