import { describe, expect, test } from 'vitest';
import { arraySchema, resolveArray } from '../../../generator/index.ts';
import { lanesOfWord } from '../../../golden/exact/index.ts';
import { createArray } from '../../../golden/fast/index.ts';
import { heldJobs } from '../../../sim/array/held-jobs.ts';
import { jobWords, productsOf } from '../../../sim/array/job.ts';
import { fullSpeedJobs, gapJobs, resetJobs } from '../../../sim/array/jobs.ts';
import { arrayParameters } from '../../../sim/array/parameters.ts';
import { deepScope } from '../../../sim/array/scope.ts';
import { directedJobs } from '../../../sim/array/stimulus/directed.ts';
import { returningSums } from '../../../sim/array/stimulus/returning.ts';
import { jobTimes } from '../../../sim/array/times.ts';

const SUBJECT = resolveArray(
  arraySchema.parse({
    name: 'a',
    kind: 'array',
    array: { rows: 4, cols: 3 },
    accumulator: { startMax: 1000 },
  }),
);
const { shape } = SUBJECT;
const OPTIONS = { subject: SUBJECT, seed: 1, modes: shape.modes, vectors: 2048, jobVectors: 256 };

describe('random jobs', () => {
  test('are the same for the same seed, and others for another one', () => {
    const words = (seed: number) => {
      const [make] = gapJobs({ ...OPTIONS, seed });
      return make === undefined ? [] : [...jobWords(shape, make())];
    };
    expect(words(1)).toEqual(words(1));
    expect(words(1)).not.toEqual(words(2));
  });

  test('mostly give results that are neither zero nor NaR nor an end of the range', () => {
    for (const mode of shape.modes) {
      const model = createArray(arrayParameters(SUBJECT));
      let inner = 0;
      let all = 0;
      for (const make of fullSpeedJobs({ ...OPTIONS, modes: [mode] })) {
        for (const { tile } of make().tiles) {
          const results = model.run(tile);
          const output = tile.results?.output;
          if (results === null || output === undefined) continue;
          const { maxWord, narWord, n } = output;
          const plain = new Set([0, 1, maxWord, narWord, 2 ** n - maxWord, 2 ** n - 1]);
          for (const [index, word] of results.entries()) {
            if (index % shape.lanes.length >= lanesOfWord(mode)) continue;
            all += 1;
            if (!plain.has(word)) inner += 1;
          }
        }
      }
      expect(inner / all).toBeGreaterThan(0.45);
    }
  });

  test('meet every mode, es and rs, single vectors, full tiles and sums of several tiles', () => {
    const tiles = fullSpeedJobs(OPTIONS).flatMap((make) => make().tiles);
    const values = (of: (sent: (typeof tiles)[number]) => number) =>
      [...new Set(tiles.map(of))].sort((a, b) => a - b);
    expect(values(({ ports }) => ports.mode)).toEqual([0, 1, 2, 3]);
    expect(values(({ tile }) => tile.activation.es)).toEqual([0, 1, 2]);
    expect(values(({ ports }) => ports.actRs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(values(({ ports }) => ports.weightRs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(values(({ tile }) => tile.vectors)).toEqual(expect.arrayContaining([1, shape.vectors]));
    expect(tiles.some(({ tile }) => tile.channels === null && tile.results === null)).toBe(true);
  });

  test('reset in many states, and each time go on at full speed', () => {
    const jobs = resetJobs(OPTIONS).map((make) => make());
    expect(new Set(jobs.map(({ givenUpAfter }) => givenUpAfter)).size).toBeGreaterThan(3);
    for (const [index, job] of jobs.entries()) {
      expect(job.givenUpAfter > 0).toBe(index % 2 === 0);
    }
  });

  test('of the deep scope have as many products as they are asked for', () => {
    for (const mode of shape.modes) {
      const { vectors, jobVectors } = deepScope(shape, mode, { products: 1e5, mostVectors: 1e5 });
      const options = { ...OPTIONS, modes: [mode], jobVectors };
      const jobs = [
        ...fullSpeedJobs({ ...options, vectors: vectors.fullSpeed }),
        ...gapJobs({ ...options, vectors: vectors.gaps }),
      ];
      const products = jobs.reduce((sum, make) => sum + productsOf(make(), shape), 0);
      expect(products).toBeGreaterThanOrEqual(1e5);
    }
  });
});

describe('sums back from the ends', () => {
  const saturating = resolveArray(
    arraySchema.parse({
      name: 'a',
      kind: 'array',
      array: { rows: 2, cols: 1, modes: [8], maxEs: 0 },
      accumulator: { overflow: 'saturate', width: 14, fraction: 6 },
    }),
  );
  const sums = returningSums(saturating, 8).map(({ tile }) => tile);

  test('are about 0, having saturated on the way', () => {
    const parameters = arrayParameters(saturating);
    const results = (overflow: 'saturate' | 'wrap') => {
      const model = createArray({
        ...parameters,
        arithmetic: { ...parameters.arithmetic, overflow },
      });
      return sums.flatMap((tile) => [...(model.run(tile) ?? [])]);
    };
    // Words of 0 and of one LSB more or less, not of the ends.
    const words = results('saturate');
    expect(words).toHaveLength(4);
    const { maxWord } = saturating.shape.output.largest;
    expect(words.every((word) => Math.min(word, 256 - word) < maxWord)).toBe(true);
    expect(results('wrap')).not.toEqual(words);
  });

  test('are left out where sums wrap', () => {
    expect(returningSums(SUBJECT, 8)).toEqual([]);
  });
});

test('held results wait behind full slots, until all that can move has moved', () => {
  const [directed] = heldJobs({ subject: SUBJECT, seed: 1, modes: shape.modes });
  const job = directed?.();
  const tiles = job?.tiles.map(({ tile }) => tile) ?? [];
  const filling = tiles.slice(0, -2);
  expect(filling.every(({ channels, results }) => channels !== null && results !== null)).toBe(
    true,
  );
  expect(filling.reduce((sum, { vectors }) => sum + vectors, 0)).toBe(shape.resultSlots);
  expect(tiles.slice(-2).map(({ results }) => results === null)).toEqual([true, false]);
  if (job === undefined) throw new Error('no job');
  const from = job.resultsFrom ?? 0;
  const times = jobTimes(shape, job);
  expect(times.results.flat()[0]).toBe(from);
  // As docs/array.md has it: no cycle is lost.
  expect(times.results.at(-1)?.[0]).toBe(from + shape.rows + shape.cols + 3);
});

test('directed sums reach both ends of the outer accumulator of every lane', () => {
  const ends = directedJobs(SUBJECT, [8]).find(({ what }) => what.startsWith('largest'));
  const tiles = ends?.tiles.map(({ tile }) => tile) ?? [];
  const depth = SUBJECT.config.accumulator.depth;
  const sums = tiles.filter(({ channels }) => channels !== null);
  expect(sums.map(({ channels }) => channels?.starts[0])).toEqual([1000n, -1000n]);
  expect((tiles.length / 2) * shape.rows).toBeGreaterThanOrEqual(Math.min(depth, 1024));
});
