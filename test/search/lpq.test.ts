import { expect, test } from 'vitest';
import type { Candidate, LayerChoice } from '../../search/candidate.ts';
import { choosers } from '../../search/choosers/index.ts';
import { genesOf } from '../../search/choosers/lpq/genes.ts';
import { firstMembers } from '../../search/choosers/lpq/initial.ts';
import { joined } from '../../search/choosers/lpq/population.ts';
import { seededRandom } from '../../search/choosers/lpq/random.ts';
import { shapePool } from '../../search/choosers/lpq/shape-pool.ts';
import { averageBits } from '../../search/space.ts';
import { Failure } from '../../system/failure.ts';
import { coupled, EIGHT, separable, synthetic, syntheticSpace, WIDTHS } from './synthetic.ts';

const SPACE = syntheticSpace(EIGHT);
const { lpq } = choosers;

/** The choices of a key, as candidateKey writes them. */
function candidateOf(key: string): Candidate {
  return key.split(' ').map((choice) => {
    const [bits = 0, es = 0, rs = 0, gain = 0] = choice.split(',').map(Number);
    return { bits, es, rs, gain };
  });
}

test('every candidate that is asked has shapes of the pool and meets the budget', async () => {
  const question = synthetic(EIGHT, coupled(EIGHT), 3.4);
  await lpq({ mutation: 1, mostGain: 3, iterations: 4 })(question);
  for (const candidate of question.judge.asked.map(candidateOf)) {
    expect(averageBits(SPACE, candidate)).toBeLessThanOrEqual(3.4);
    for (const [at, { bits, es, rs, gain }] of candidate.entries()) {
      const layer = SPACE[at] as (typeof SPACE)[number];
      expect(WIDTHS).toContain(bits);
      expect(shapePool(layer, bits)).toContainEqual({ bits, es, rs, gain: 0 });
      expect(Math.abs(gain)).toBeLessThanOrEqual(3);
    }
  }
});

test('a pool has the shapes of the space and legal ones a step beside them', () => {
  const [layer] = SPACE as [(typeof SPACE)[number]];
  const names = (bits: number): string[] =>
    shapePool(layer, bits)
      .map(({ es, rs }) => `${es},${rs}`)
      .sort();
  expect(names(2)).toEqual(['0,1', '1,1', '2,1']);
  expect(names(4)).toEqual(['0,1', '0,2', '0,3', '1,1', '1,2', '1,3', '2,1', '2,2']);
  const strict = { ...layer, allows: ({ es }: LayerChoice) => es < 2 };
  expect(shapePool(strict, 2).length).toBe(2);
});

test('seeds differ, a seed repeats', async () => {
  const asked = async (seed: number): Promise<string[]> => {
    const question = synthetic(EIGHT, coupled(EIGHT), 3.4, { seed });
    await lpq({ iterations: 2 })(question);
    return question.judge.asked;
  };
  expect(await asked(7)).toEqual(await asked(7));
  expect(await asked(7)).not.toEqual(await asked(8));
});

test('it finds nearly the least loss and asks no more than its options say', async () => {
  for (const seed of [1, 2, 3]) {
    const loss = coupled(EIGHT);
    const question = synthetic(EIGHT, loss, 4, { seed });
    const chosen = await lpq()(question);
    const { loss: exact } = await choosers.exact()(synthetic(EIGHT, loss, 4));
    // 48 runs on such losses, of three kinds and two budgets: median 1.02, worst 1.17.
    expect(chosen.loss / exact).toBeLessThan(1.25);
    expect(chosen.history.length).toBe(11);
    expect(question.judge.asked.length).toBeLessThanOrEqual(20 + 10 * EIGHT.length * (1 + 5));
    expect(question.judge.batches.length).toBeLessThanOrEqual(1 + 10 * EIGHT.length);
  }
});

test('without a budget the product trades loss for bits, by lambda', async () => {
  const loss = (candidate: Candidate): number => 0.05 + separable(EIGHT)(candidate);
  const bits = async (lambda: number): Promise<number> =>
    averageBits(SPACE, (await lpq({ lambda })(synthetic(EIGHT, loss, null))).candidate);
  expect(await bits(0.01)).toBeGreaterThan(5);
  expect(await bits(0.4)).toBeLessThan(await bits(0.01));
  expect(await bits(4)).toBeLessThan(3);
  const pure = await lpq({ fitness: 'loss' })(synthetic(EIGHT, separable(EIGHT), null));
  expect(averageBits(SPACE, pure.candidate)).toBe(8);
});

test('history has fitness: the product where that is asked for beside a budget', async () => {
  const loss = separable(EIGHT);
  const { candidate, history } = await lpq({ fitness: 'product', lambda: 0.5 })(
    synthetic(EIGHT, loss, 3.4),
  );
  const fitness = loss(candidate) * (averageBits(SPACE, candidate) / 8) ** 0.5;
  expect(history.at(-1)).toBeCloseTo(fitness, 12);
});

test('blocks of several layers are inherited together', async () => {
  const question = synthetic(EIGHT, separable(EIGHT), null);
  await lpq({ blockSize: 3, iterations: 2, diversityParents: 0 })(question);
  expect(question.judge.batches.length).toBeLessThanOrEqual(1 + 2 * 3);
  expect(Math.max(...question.judge.batches.slice(1))).toBe(1);
});

test('first members: layers with heavy tails get more bits, and gains stay small', () => {
  const heavy = syntheticSpace(
    EIGHT.map((layer, at) => ({ ...layer, kurtosis: at === 0 ? 40 : 3 })),
  );
  const members = firstMembers(genesOf(heavy), seededRandom(5), null);
  const drawn = Array.from({ length: 400 }, () => members.next().value as Candidate).slice(2);
  const mean = (of: (candidate: Candidate) => number): number =>
    drawn.reduce((sum, candidate) => sum + of(candidate), 0) / drawn.length;
  const of = (at: number, field: 'bits' | 'es' | 'rs'): number =>
    mean((candidate) => candidate[at]?.[field] as number);
  expect(of(0, 'bits')).toBeGreaterThan(of(1, 'bits') + 1);
  expect(of(0, 'es') + of(0, 'rs')).toBeGreaterThan(of(1, 'es') + of(1, 'rs') + 0.2);
  for (const candidate of drawn) {
    for (const { gain } of candidate) expect(Math.abs(gain)).toBeLessThanOrEqual(2);
  }
});

test('a population has no two members alike and keeps the fittest', () => {
  const trial = (bits: number, score: number) => ({
    candidate: [{ bits, es: 0, rs: 1, gain: 0 }],
    loss: score,
    score,
  });
  const infinite = [trial(5, Number.POSITIVE_INFINITY), trial(6, Number.POSITIVE_INFINITY)];
  const all = joined([trial(2, 3), trial(3, 1)], [trial(3, 1), ...infinite, trial(4, 2)], 4);
  expect(all.map(({ candidate }) => candidate[0]?.bits)).toEqual([3, 4, 2, 5]);
});

test('options that leave no search are refused', () => {
  expect(() => lpq({ population: 1 })).toThrow(Failure);
  expect(() => lpq({ blockSize: 0 })).toThrow('blockSize must be a whole number from 1 up, not 0');
});

test('an infinite loss ranks last and breaks nothing', async () => {
  const loss = (candidate: Candidate): number =>
    candidate[0]?.bits === 2 ? Number.POSITIVE_INFINITY : coupled(EIGHT)(candidate);
  for (const create of Object.values(choosers)) {
    const { candidate } = await create()(synthetic(EIGHT, loss, 3.4));
    if (create !== choosers.error) expect(candidate[0]?.bits).toBeGreaterThan(2);
  }
});
