import { describe, expect, it } from 'vitest';
import { levelMoments, sampleOf } from '../../compare/level-moments.ts';
import { normalQuantiles } from '../../compare/normal-quantiles.ts';
import { drawRows, SAMPLE } from '../../compare/operands.ts';
import { levelOf, weightQuantiser } from '../../compare/quantiser.ts';
import { scalesWithin } from '../../compare/scale.ts';
import { quantiseRows, sqnr, streamsOf, type Use } from '../../compare/sqnr.ts';
import { packLanes } from '../../compare/word-rows.ts';
import {
  type Datapath,
  type LpShape,
  openDatapath,
  productRange,
} from '../../golden/datapaths/index.ts';

const int = (weightBits: number, activationBits: number, nonNegative = false) =>
  openDatapath({ kind: 'int', weightBits, activationBits, multiplier: 'booth', nonNegative });

const lp = (
  weight: LpShape,
  activation: LpShape,
  fraction: number,
  align: 'truncate' | 'nearest' | 'floor' = 'truncate',
) =>
  openDatapath({
    kind: 'lp-log',
    weight,
    activation,
    converterFraction: 6,
    fraction,
    align,
    nonNegative: false,
    pipeline: 0,
  });

const gaussian: Use = { mode: 0, stream: 'gaussian' };
const relu: Use = { mode: 0, stream: 'relu' };
const lp4: LpShape = { n: 4, es: 0, rs: 2 };
const medium: LpShape = { n: 8, es: 1, rs: 2 };
const wide: LpShape = { n: 8, es: 2, rs: 2 };

/** With the LSB for which the largest product has so many bits of magnitude. */
function ofBits(bits: number, weight: LpShape, activation: LpShape): Datapath {
  for (let fraction = -20; ; fraction += 1) {
    const datapath = lp(weight, activation, fraction);
    if (productRange(datapath, 0, 0).greatest.toString(2).length === bits) return datapath;
  }
}

describe('sqnr', () => {
  it.each([
    ['INT8', int(8, 8), 37.7],
    ['INT7', int(7, 7), 32.2],
    ['INT6', int(6, 6), 26.8],
    ['INT8 x INT4', int(4, 8), 19.2],
    ['LP8 with 4 fraction bits, products of 9 bits', ofBits(9, medium, medium), 32.4],
    ['LP8 with 3 fraction bits, products of 8 bits', ofBits(8, wide, wide), 26.8],
    ['LP8 x LP4, products of 8 bits', ofBits(8, lp4, medium), 18.5],
  ] as const)('of %s', (_, datapath, expected) => {
    expect(Math.abs(sqnr(datapath, gaussian) - expected)).toBeLessThan(0.1);
  });

  it.each([
    ['int', int(8, 8), gaussian],
    ['int after a ReLU', int(4, 8), relu],
    ['cut products', lp(medium, medium, 1), gaussian],
    // Each product is half an LSB too small on average, which adds up.
    ['a bias', lp(lp4, medium, 1, 'floor'), gaussian],
    ['joined columns', int(4, 8), { ...relu, join: 4 }],
  ] as const)('is that of dot products of the words: %s', (_, datapath, use) => {
    expect(Math.abs(sqnr(datapath, use) - measured(datapath, use))).toBeLessThan(0.3);
  });

  it('does not depend on the seed', () => {
    const datapath = int(5, 5);
    expect(sqnr(datapath, relu, { ...SAMPLE, seed: 2 })).toBe(sqnr(datapath, relu));
  });

  it('loses by narrow products, less by rounded ones', () => {
    const figures = [6, 2, 1, 0].map((fraction) => sqnr(lp(medium, medium, fraction), gaussian));
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
    expect(sqnr(lp(medium, medium, 0, 'nearest'), gaussian)).toBeGreaterThan(figures[3] as number);
  });

  it('is better for pairs that are chosen as pairs', () => {
    const datapath = lp(lp4, { n: 8, es: 0, rs: 3 }, 8);
    const joined = { ...gaussian, join: 3 };
    const successive = sqnr(datapath, joined);
    expect(successive).toBeGreaterThan(sqnr(datapath, gaussian) + 10);
    expect(sqnr(datapath, { ...joined, pairs: 'nearest' })).toBeGreaterThan(successive);
  });

  it('is the same in each mode of a fused datapath as alone', () => {
    const fused = openDatapath({ kind: 'int-fused', modes: [8, 4] });
    expect(sqnr(fused, { ...relu, mode: 1 })).toBe(sqnr(int(4, 8), relu));
  });

  it('needs activations that a datapath can hold', () => {
    expect(streamsOf(int(8, 8))).toEqual(['gaussian', 'relu', 'layer']);
    expect(streamsOf(int(8, 8, true))).toEqual(['relu', 'layer']);
    expect(() => sqnr(int(8, 8, true), gaussian)).toThrow(RangeError);
    expect(sqnr(int(8, 8, true), relu)).toBe(sqnr(int(8, 8), relu));
  });
});

/** In dB, of a few thousand sums, product by product. */
function measured(datapath: Datapath, use: Use): number {
  const shape = { ...SAMPLE, seed: 3 };
  const reals = drawRows(use.stream, shape);
  const { weights, activations } = quantiseRows(datapath, use, shape);
  const join = use.join ?? 0;
  let [signal, noise] = [0, 0];
  for (let sum = 0; sum < 3 * shape.rows; sum += 1) {
    const row = sum % shape.rows;
    const vector = (5 * sum + Math.floor(sum / shape.rows)) % shape.vectors;
    let [exact, words] = [0, 0n];
    for (let index = 0; index < shape.depth; index += 1) {
      const at = (rows: readonly ArrayLike<number>[], which: number) =>
        rows[which]?.[index] as number;
      exact += at(reals.weights, row) * at(reals.activations, vector);
      const activation = at(activations.words, vector);
      const high = datapath.product(use.mode, 0, at(weights.words, row), activation);
      const low = datapath.product(use.mode, 0, at(weights.lowWords, row), activation);
      words += join === 0 ? high : (high << BigInt(join)) + low;
    }
    const scale = weights.scale * activations.scale;
    signal += exact ** 2;
    noise += (exact - Number(words) * 2 ** -(datapath.fraction + join) * scale) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

describe('quantiseRows', () => {
  it('gives rows of words, nearest by the scale', () => {
    const datapath = int(4, 8);
    const shape = { seed: 1, depth: 8, rows: 4, vectors: 6 };
    const { weights, activations } = quantiseRows(datapath, relu, shape);
    expect(weights.words.map((row) => row.length)).toEqual([8, 8, 8, 8]);
    expect(activations.words.map((row) => row.length)).toEqual([8, 8, 8, 8, 8, 8]);
    const reals = drawRows('relu', shape);
    for (const [row, words] of weights.words.entries()) {
      for (const [index, word] of words.entries()) {
        const x = (reals.weights[row]?.[index] as number) / weights.scale;
        expect(datapath.weightValue(0, 0, word)).toBe(Math.max(-8, Math.min(7, Math.round(x))) + 0);
      }
    }
  });

  it('draws the same weights for both streams', () => {
    const [all, positive] = [drawRows('gaussian', SAMPLE), drawRows('relu', SAMPLE)];
    expect(positive.weights[7]).toEqual(all.weights[7]);
    expect(positive.activations[7]).toEqual(all.activations[7]?.map((x) => Math.max(0, x)));
    expect(drawRows('relu', { ...SAMPLE, seed: 2 }).weights[7]).not.toEqual(all.weights[7]);
  });
});

describe('scalesWithin', () => {
  it('has the least squared error of all powers of 2^(1/16)', () => {
    const numbers = normalQuantiles(500).map((x) => x * 3);
    const quantiser = weightQuantiser(int(4, 8), 0);
    const errorOf = (scale: number) =>
      numbers.reduce((sum, x) => {
        const value = quantiser.levels[levelOf(quantiser, x / scale)]?.value as number;
        return sum + (x - value * scale) ** 2;
      }, 0);
    const scales = Array.from({ length: 120 }, (_, index) => 2 ** ((index - 60) / 16));
    const least = Math.min(...scales.map(errorOf));
    const [best, wider] = scalesWithin(sampleOf(numbers), quantiser, [0, 1]) as [number, number];
    expect(errorOf(best)).toBeCloseTo(least, 9);
    expect(wider).toBeLessThan(best);
    expect(errorOf(wider)).toBeLessThan(least * 10 ** 0.1);
  });

  it('takes a tensor of zeros', () => {
    const quantiser = weightQuantiser(int(4, 8), 0);
    expect(scalesWithin(sampleOf(new Float64Array(3)), quantiser, [0])).toEqual([1]);
  });
});

describe('levelMoments', () => {
  it('counts, sums and squares what falls to each level', () => {
    const sample = sampleOf(Float64Array.of(9, -0.2, 2.2, 1.8, 0.2));
    const quantiser = weightQuantiser(int(2, 8), 0);
    // -2, -1, 0, 1 times 2: bounds at -3, -1, 1.
    const { counts, sums, squares } = levelMoments(sample, quantiser, 2);
    expect([...counts]).toEqual([0, 0, 2, 3]);
    expect(sums[2]).toBeCloseTo(0, 12);
    expect(sums[3]).toBeCloseTo(13, 12);
    expect(squares[3]).toBeCloseTo(81 + 4.84 + 3.24, 12);
  });
});

describe('normalQuantiles', () => {
  it('has the known ones', () => {
    const quantiles = normalQuantiles(20);
    // Of 0.025, 0.475 and 0.975.
    expect(quantiles[0]).toBeCloseTo(-1.959964, 5);
    expect(quantiles[9]).toBeCloseTo(-0.062707, 5);
    expect(quantiles[19]).toBeCloseTo(1.959964, 5);
    expect(normalQuantiles(1)[0]).toBeCloseTo(0, 9);
    expect(normalQuantiles(500_000)[0]).toBeCloseTo(-4.753424, 5);
  });
});

describe('packLanes', () => {
  it('puts neighbouring rows into the lanes of a word', () => {
    const rows = [
      Uint16Array.of(1, 2),
      Uint16Array.of(0xf, 0),
      Uint16Array.of(3, 3),
      Uint16Array.of(4, 5),
    ];
    const packed = packLanes(rows, { name: '4', lanes: 2, bits: 4 });
    expect(packed).toEqual([Uint16Array.of(0xf1, 0x02), Uint16Array.of(0x43, 0x53)]);
  });
});
