import { describe, expect, it } from 'vitest';
import {
  activationQuantiser,
  joinedQuantiser,
  levelOf,
  type Quantiser,
  weightQuantiser,
} from '../../compare/quantiser.ts';
import { type DatapathOptions, openDatapath } from '../../golden/datapaths/index.ts';
import { createRandom } from '../../sim/random.ts';

const lpLinear: DatapathOptions = {
  kind: 'lp-linear',
  weight: { n: 4, es: 0, rs: 2 },
  activation: { n: 8, es: 1, rs: 2 },
  converterFraction: 6,
  fraction: 4,
  align: 'truncate',
  nonNegative: true,
  bus: 'sign-magnitude',
};
const int4 = openDatapath({
  kind: 'int',
  weightBits: 4,
  activationBits: 8,
  multiplier: 'booth',
  nonNegative: false,
});
const e4m3 = openDatapath({
  kind: 'float',
  weight: 'e4m3',
  activation: 'e4m3',
  fraction: 9,
  align: 'truncate',
});
const lp4 = openDatapath(lpLinear);

const wordOf = (quantiser: Quantiser, x: number) => quantiser.levels[levelOf(quantiser, x)]?.word;

/** Numbers between -limit and limit. */
function numbers(limit: number): number[] {
  const random = createRandom(5, 'quantiser test');
  return Array.from({ length: 2000 }, () => (random.word() / 2 ** 31 - 1) * limit);
}

describe('weightQuantiser', () => {
  it('takes the nearest of all words', () => {
    for (const [datapath, limit] of [
      [int4, 10],
      [e4m3, 500],
      [e4m3, 0.1],
      [lp4, 5],
    ] as const) {
      const quantiser = weightQuantiser(datapath, 0);
      const values = Array.from({ length: 2 ** datapath.weightBits }, (_, word) =>
        datapath.weightValue(0, 0, word),
      ).filter((value) => value !== null);
      for (const x of numbers(limit)) {
        const distance = Math.min(...values.map((value) => Math.abs(value - x)));
        const found = datapath.weightValue(0, 0, wordOf(quantiser, x) as number) as number;
        expect(Math.abs(found - x)).toBe(distance);
      }
    }
  });

  it('gives a tie to the even word', () => {
    const quantiser = weightQuantiser(int4, 0);
    expect([0.5, 1.5, -0.5, -1.5, 6.5].map((x) => wordOf(quantiser, x))).toEqual([0, 2, 0, 14, 6]);
  });

  it('has one word for zero', () => {
    const quantiser = weightQuantiser(e4m3, 0);
    expect(wordOf(quantiser, 0)).toBe(0);
    expect(wordOf(quantiser, -1e-9)).toBe(0);
    expect(quantiser.levels.length).toBe(256 - 2 - 1);
  });
});

describe('activationQuantiser', () => {
  it('takes no word that may not occur', () => {
    const { levels } = activationQuantiser(lp4);
    expect(levels.length).toBe(128);
    expect(Math.min(...levels.map(({ value }) => value))).toBe(0);
  });
});

describe('joinedQuantiser', () => {
  const single = weightQuantiser(lp4, 0);

  it('takes the nearest word, then the nearest to what is left', () => {
    const joined = joinedQuantiser(single, 3, 'successive');
    for (const x of numbers(5)) {
      const high = single.levels[levelOf(single, x)];
      const rest = (x - (high?.value ?? 0)) * 2 ** 3;
      const low = single.levels[levelOf(single, rest)];
      expect(joined.levels[levelOf(joined, x)]).toEqual({
        value: (high?.value ?? 0) + (low?.value ?? 0) / 8,
        word: high?.word,
        lowWord: low?.word,
      });
    }
  });

  it('or the pair of the nearest value', () => {
    const joined = joinedQuantiser(single, 3, 'nearest');
    const values = single.levels.flatMap((high) =>
      single.levels.map((low) => high.value + low.value / 8),
    );
    for (const x of numbers(5)) {
      const level = joined.levels[levelOf(joined, x)];
      expect(Math.abs((level?.value ?? 0) - x)).toBe(
        Math.min(...values.map((value) => Math.abs(value - x))),
      );
      const valueOfWord = (word = 0) => lp4.weightValue(0, 0, word) ?? 0;
      expect(level?.value).toBe(valueOfWord(level?.word) + valueOfWord(level?.lowWord) / 8);
    }
  });

  it('makes bytes of nibbles, -136 to 119', () => {
    const pairs = joinedQuantiser(weightQuantiser(int4, 0), 4, 'nearest');
    const levels = pairs.levels.map(({ value }) => value * 16);
    expect(levels).toEqual(Array.from({ length: 256 }, (_, index) => index - 136));
    // By single steps 7.6 / 16 has no low word nearer than 7.
    const steps = joinedQuantiser(weightQuantiser(int4, 0), 4, 'successive');
    expect(steps.levels[levelOf(steps, 7.8 / 16)]?.value).toBe(7 / 16);
    expect(pairs.levels[levelOf(pairs, 7.8 / 16)]?.value).toBe(8 / 16);
  });
});
