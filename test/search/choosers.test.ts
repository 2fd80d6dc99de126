import { expect, test } from 'vitest';
import type { LayerChoice } from '../../search/candidate.ts';
import type { Chooser, ChooserProgress } from '../../search/chooser.ts';
import { choosers } from '../../search/choosers/index.ts';
import { averageBits } from '../../search/space.ts';
import { Failure } from '../../system/failure.ts';
import {
  coupled,
  deceptive,
  EIGHT,
  leastOfWidths,
  separable,
  synthetic,
  syntheticSpace,
  WIDTHS,
} from './synthetic.ts';

const SPACE = syntheticSpace(EIGHT);
const LOSSES = { separable, coupled, deceptive };

/** The choice that `separable` likes best for a layer at a width. */
function ideal(at: number, bits: number): LayerChoice {
  const { bestEs = 0, bestGain = 0 } = EIGHT[at] as (typeof EIGHT)[number];
  return { bits, es: bestEs, rs: Math.min(2, bits - 1), gain: bestGain };
}

/** The first shape of a layer at a width, as fitted by squared error. */
function fitted(at: number, bits: number): LayerChoice {
  return SPACE[at]?.shapes(bits)[0] as LayerChoice;
}

const ALL: readonly (readonly [string, () => Chooser])[] = [
  ['error', () => choosers.error()],
  ['ilp', () => choosers.ilp()],
  ['descent', () => choosers.descent()],
  ['exact', () => choosers.exact()],
  ['lpq', () => choosers.lpq({ iterations: 3 })],
];

for (const [name, create] of ALL) {
  for (const [kind, lossOf] of Object.entries(LOSSES)) {
    for (const bits of [2, 3.4, 4, null]) {
      test(`${name} answers within ${bits} bits on a ${kind} loss`, async () => {
        const loss = lossOf(EIGHT);
        const seen: ChooserProgress[] = [];
        const question = synthetic(EIGHT, loss, bits, { onProgress: (one) => seen.push(one) });
        const chosen = await create()(question);
        expect(chosen.loss).toBe(loss(chosen.candidate));
        expect(averageBits(SPACE, chosen.candidate)).toBeLessThanOrEqual(bits ?? 8);
        for (const [at, choice] of chosen.candidate.entries()) {
          expect(WIDTHS).toContain(choice.bits);
          expect(choice.rs).toBeGreaterThanOrEqual(1);
          expect(choice.rs).toBeLessThan(choice.bits);
          expect(choice.es).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThan(EIGHT.length);
        }
        expect(new Set(question.judge.asked).size).toBe(question.judge.asked.length);
        expect(chosen.history.length).toBeGreaterThan(0);
        expect([...chosen.history].sort((a, b) => b - a)).toEqual(chosen.history);
        const done = seen.map((one) => one.done);
        expect([...done].sort((a, b) => a - b)).toEqual(done);
        expect(done.at(-1)).toBe(1);
        expect(seen.at(-1)?.best).toMatchObject({ candidate: chosen.candidate, loss: chosen.loss });
        for (const { best } of seen) expect(best?.bits ?? 0).toBeLessThanOrEqual(bits ?? 8);
      });
    }
  }

  test(`${name} answers the same question alike, however slow the judge is`, async () => {
    const loss = coupled(EIGHT);
    const slow = synthetic(EIGHT, loss, 3.4);
    const judge = {
      async losses(candidates: Parameters<typeof slow.judge.losses>[0]) {
        const order = candidates.map((_, at) => at).reverse();
        const answers = new Array<number>(candidates.length);
        for (const at of order) {
          await new Promise((resolve) => setImmediate(resolve));
          answers[at] = loss(candidates[at] as (typeof candidates)[number]);
        }
        return answers;
      },
    };
    const first = await create()(synthetic(EIGHT, loss, 3.4));
    expect(await create()({ ...slow, judge })).toEqual(first);
  });

  test(`${name} refuses a budget below the narrowest words`, async () => {
    const question = synthetic(EIGHT, separable(EIGHT), 1.5);
    const refused = create()(question);
    await expect(refused).rejects.toThrow(Failure);
    await expect(refused).rejects.toThrow(
      'an average of 1.5 bits cannot be reached: layers take words of 2 bits and more',
    );
    expect(question.judge.asked).toEqual([]);
  });

  test(`${name} takes networks without choices`, async () => {
    const none = await create()(synthetic([], () => 0.5, 4));
    expect(none).toMatchObject({ candidate: [], loss: 0.5 });
    const layers = [{ parameters: 3, sensitivity: 1 }];
    const one = synthetic(layers, separable(layers), 2);
    const space = syntheticSpace(layers, [2]);
    expect((await create()({ ...one, space })).candidate.map(({ bits }) => bits)).toEqual([2]);
  });

  test(`${name} refuses a judge that gives no number`, async () => {
    await expect(create()(synthetic(EIGHT, () => Number.NaN, 4))).rejects.toThrow('gave NaN');
  });
}

test('the choice by squared error is the least sum of errors, and asks once', async () => {
  const question = synthetic(EIGHT, separable(EIGHT), 3.4);
  const { candidate } = await choosers.error()(question);
  const errors = (one: readonly LayerChoice[]): number =>
    one.reduce((sum, choice, at) => sum + (SPACE[at]?.error(choice) as number), 0);
  expect(question.judge.asked.length).toBe(1);
  expect(errors(candidate)).toBeCloseTo(leastOfWidths(EIGHT, errors, 3.4, fitted), 12);
});

test('the integer programme is exact where effects add up', async () => {
  const layers = EIGHT.map(({ bestEs: _es, bestGain: _gain, ...layer }) => layer);
  const loss = separable(layers);
  for (const bits of [2.2, 3, 3.4, 4, 5.7]) {
    const chosen = await choosers.ilp()(synthetic(layers, loss, bits));
    expect(chosen.loss).toBeCloseTo(leastOfWidths(layers, loss, bits, fitted), 12);
  }
});

test('the integer programme asks for one change of the widest words at a time', async () => {
  const question = synthetic(EIGHT, separable(EIGHT), 3.4);
  await choosers.ilp()(question);
  // The base, two shapes of 4 and 8 bits and two of 2 bits in each layer but the base's own, the answer.
  expect(question.judge.asked.length).toBe(1 + EIGHT.length * 5 + 1);
  const [base, ...others] = question.judge.asked;
  const differing = others.slice(0, -1).map((key) => {
    const widest = base?.split(' ');
    return key.split(' ').filter((choice, at) => choice !== widest?.[at]).length;
  });
  expect(new Set(differing)).toEqual(new Set([1]));
});

test('a shape with more error and less loss is found where it is among the shapes', async () => {
  const loss = separable(EIGHT);
  const { candidate } = await choosers.ilp({ shapes: 4 })(synthetic(EIGHT, loss, null));
  expect(candidate.map(({ es }) => es)).toEqual(EIGHT.map(({ bestEs = 0 }) => bestEs));
});

test('a weight on cost takes bits from layers with many MACs', async () => {
  const loss = separable(EIGHT);
  const cost = (candidate: readonly LayerChoice[]): number =>
    candidate.reduce((sum, { bits }, at) => sum + (SPACE[at]?.macs as number) * bits, 0);
  for (const name of ['ilp', 'exact', 'descent'] as const) {
    const free = await choosers[name]()(synthetic(EIGHT, loss, null));
    const dear = await choosers[name]({ costWeight: 0.5 })(synthetic(EIGHT, loss, null));
    const costOf = (bits: number): number => (bits === 8 ? 1 : 0.999);
    const flat = await choosers[name]({ costWeight: 0.01 })(
      synthetic(EIGHT, loss, null, { costOf }),
    );
    expect(cost(dear.candidate)).toBeLessThan(cost(free.candidate) / 2);
    expect(flat.loss).toBeLessThan(dear.loss);
    expect(dear.loss).toBe(loss(dear.candidate));
  }
});

test('descent and exact reach the least loss where layers add up, gains and shapes included', async () => {
  const loss = separable(EIGHT);
  for (const bits of [3, 3.4, 4, 5]) {
    const least = leastOfWidths(EIGHT, loss, bits, ideal);
    const exact = await choosers.exact()(synthetic(EIGHT, loss, bits));
    const descent = await choosers.descent()(synthetic(EIGHT, loss, bits));
    expect(exact.loss / least).toBeLessThan(1.02);
    expect(descent.loss / least).toBeLessThan(1.1);
  }
});

test('exact starts from the best of the answers that cost little', async () => {
  for (const lossOf of Object.values(LOSSES)) {
    for (const bits of [2.5, 3.4, 4, 6]) {
      const loss = lossOf(EIGHT);
      const exact = await choosers.exact({ passes: 0 })(synthetic(EIGHT, loss, bits));
      for (const name of ['ilp', 'error'] as const) {
        const start = await choosers[name]()(synthetic(EIGHT, loss, bits));
        expect(exact.loss).toBeLessThanOrEqual(start.loss);
        expect(exact.history).toEqual([exact.loss]);
      }
    }
  }
});

test('exact leaves what deceives the integer programme', async () => {
  const loss = deceptive(EIGHT);
  const least = leastOfWidths(EIGHT, loss, 3.4, ideal);
  const programme = await choosers.ilp()(synthetic(EIGHT, loss, 3.4));
  const exact = await choosers.exact()(synthetic(EIGHT, loss, 3.4));
  expect(programme.loss).toBeGreaterThan(1);
  expect(exact.loss / least).toBeLessThan(1.5);
});

test('a descent ends with the pass that brings nothing', async () => {
  const question = synthetic(EIGHT, separable(EIGHT), 4);
  const { history } = await choosers.descent({ passes: 50 })(question);
  expect(history.length).toBeLessThan(10);
  expect(history.at(-1)).toBe(history.at(-2));
  expect((await choosers.descent({ passes: 0 })(question)).history.length).toBe(1);
});
