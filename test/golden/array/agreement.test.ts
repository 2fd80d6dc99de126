import { describe, expect, it, test } from 'vitest';
import {
  type ArrayParameters,
  type ArrayTile,
  createExactArray,
  type MacParameters,
  type MacState,
  multiplyAccumulate,
  requantise,
  start,
} from '../../../golden/exact/index.ts';
import { createArray } from '../../../golden/fast/index.ts';
import { randomSource } from '../fast/reference.ts';
import { formatOf, pick, type Random, randomArray, randomSum } from './support.ts';

/** Runs sums through both models; counts what their results are. */
function compare(
  random: Random,
  parameters: ArrayParameters,
  lengths: { weight: readonly number[]; activation: number },
  sums: number,
): { results: number; distinct: Set<number> } {
  const exact = createExactArray(parameters);
  const fast = createArray(parameters);
  const distinct = new Set<number>();
  let results = 0;
  for (let sum = 0; sum < sums; sum++) {
    const tiles = randomSum(random, parameters, lengths);
    for (const tile of tiles) {
      const expected = exact.run(tile);
      const words = fast.run(tile);
      if (words?.join() !== expected?.join()) {
        expect({ parameters, tiles, words }).toEqual({ parameters, tiles, words: expected });
      }
      expected?.forEach((word) => {
        distinct.add(word);
      });
      results += expected?.length ?? 0;
    }
  }
  return { results, distinct };
}

describe('exact against fast', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

  it.each(seeds)('modes of run-time formats mixed within a sum, seed %d', (seed) => {
    const random = randomSource(seed * 2654435761);
    const modes = pick(random, [[8], [4], [2], [8, 4], [8, 2], [4, 2], [8, 4, 2]]);
    const lanes = modes.includes(2) ? 4 : modes.includes(4) ? 2 : 1;
    const parameters = randomArray(random, lanes);
    const { results } = compare(random, parameters, { weight: modes, activation: 8 }, 6);
    expect(results).toBeGreaterThan(0);
  });

  it.each(seeds)('one pair of word lengths, seed %d', (seed) => {
    const random = randomSource(seed * 40503 + 17);
    const n = 2 + random(10);
    const parameters = randomArray(random, n === 2 ? 4 : n === 4 ? 2 : 1);
    const lengths = { weight: [n], activation: 2 + random(10) };
    const { results } = compare(random, parameters, lengths, 4);
    expect(results).toBeGreaterThan(0);
  });

  test('words of 16 bits: pairs that are not tabulated', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = randomSource(seed * 7919);
      const { arithmetic, ...shape } = randomArray(random, 1);
      const overflow = seed % 2 === 0 ? 'wrap' : 'saturate';
      const parameters = { ...shape, arithmetic: { ...arithmetic, overflow } } as const;
      compare(random, parameters, { weight: [16], activation: 16 }, 1);
    }
  });

  test('a usual array has results of all kinds', () => {
    const random = randomSource(20240801);
    const parameters: ArrayParameters = {
      rows: 8,
      cols: 8,
      lanes: Array.from({ length: 4 }, () => ({ tile: 28, row: 32 })),
      arithmetic: {
        converter: 'table',
        converterFraction: 8,
        align: 'truncate',
        overflow: 'wrap',
        accumulatorFraction: 8,
      },
      requantise: { inputBits: 8, fraction: 6, underflow: 'flush' },
    };
    const lengths = { weight: [8, 4, 2], activation: 8 };
    const { distinct } = compare(random, parameters, lengths, 25);
    expect(distinct.size).toBeGreaterThan(100);
  });
});

describe('exact array against exact PE', () => {
  test('a tile of K rows is a sum of K products', () => {
    const random = randomSource(4711);
    let numbers = 0;
    for (let run = 0; run < 60; run++) {
      const parameters = { ...randomArray(random, 1), cols: 1 };
      const sum = randomPeSum(random, parameters, parameters.rows);
      const word = sum.word(start(0n));
      const [result] = sum.run([
        {
          ...sum.formats,
          weights: sum.weights,
          activations: sum.activations,
          vectors: 1,
          channels: { starts: [0n], scales: [sum.scale] },
          results: sum.form,
        },
      ]);
      expect(result).toEqual(Uint16Array.of(word));
      if (word !== 0 && word !== sum.form.output.narWord) numbers += 1;
    }
    expect(numbers).toBeGreaterThan(10);
  });

  test('K tiles of one row that wrap are a sum of K products from b', () => {
    const random = randomSource(815);
    let numbers = 0;
    for (let run = 0; run < 60; run++) {
      const drawn = { ...randomArray(random, 1), rows: 1, cols: 1 };
      const arithmetic = { ...drawn.arithmetic, overflow: 'wrap' } as const;
      const parameters = { ...drawn, arithmetic };
      const count = 1 + random(6);
      const sum = randomPeSum(random, parameters, count);
      const b = BigInt.asIntN(sum.width, BigInt(random(2 ** 30)) - 2n ** 29n);
      const word = sum.word(start(b));
      const results = sum.run(
        Array.from(
          sum.weights,
          (weight, index): ArrayTile => ({
            ...sum.formats,
            weights: Uint16Array.of(weight),
            activations: sum.activations.slice(index, index + 1),
            vectors: 1,
            channels: index === 0 ? { starts: [b], scales: [sum.scale] } : null,
            results: index === count - 1 ? sum.form : null,
          }),
        ),
      );
      expect(results).toEqual([...Array(count - 1).fill(null), Uint16Array.of(word)]);
      if (word !== 0 && word !== sum.form.output.narWord) numbers += 1;
    }
    expect(numbers).toBeGreaterThan(10);
  });
});

/** Products of one PE, with P bits at both stages. */
function randomPeSum(random: Random, parameters: ArrayParameters, count: number) {
  const width = parameters.lanes[0]?.row ?? 0;
  const formats = { weight: formatOf(random, 8), activation: formatOf(random, 8) };
  const form = { output: formatOf(random, 8), relu: random(3) === 0 };
  const scale = BigInt(random(2 ** 12) - 2 ** 11);
  const words = () => Uint16Array.from({ length: count }, () => random(256));
  const [weights, activations] = [words(), words()];
  const mac: MacParameters = { ...parameters.arithmetic, ...formats, accumulatorWidth: width };
  return {
    width,
    formats,
    form,
    scale,
    weights,
    activations,
    run(tiles: readonly ArrayTile[]) {
      const model = createExactArray({ ...parameters, lanes: [{ tile: width, row: width }] });
      return tiles.map((tile) => model.run(tile));
    },
    word(begin: MacState): number {
      const { acc, nar } = weights.reduce(
        (state, weight, index) => multiplyAccumulate(mac, state, weight, activations[index] ?? 0),
        begin,
      );
      const { accumulatorFraction } = mac;
      return requantise(
        { ...parameters.requantise, ...form, accumulatorWidth: width, accumulatorFraction, scale },
        acc,
        nar,
      );
    },
  };
}

describe('sums about as wide as binary64 is exact', () => {
  const widths = [46, 48, 49, 50, 51, 52, 53, 54];
  it.each(widths)('%i bits, from words of every magnitude', (width) => {
    const random = randomSource(width);
    for (const align of ['truncate', 'nearest', 'floor', 'floor-act'] as const) {
      const parameters: ArrayParameters = {
        rows: 9,
        cols: 2,
        lanes: [{ tile: width, row: width }],
        arithmetic: {
          ...{ converter: 'table', converterFraction: 8, overflow: 'wrap', align },
          // The largest products reach beyond the width, the smallest below its LSB.
          accumulatorFraction: width - 20,
        },
        requantise: { inputBits: 10, fraction: 8, underflow: 'flush' },
      };
      const { results } = compare(random, parameters, { weight: [8], activation: 8 }, 12);
      expect(results).toBeGreaterThan(0);
    }
  });
});
