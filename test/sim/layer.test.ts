import { describe, expect, test } from 'vitest';
import { weightRow } from '../../generator/index.ts';
import { encodeReal } from '../../golden/exact/encode.ts';
import {
  type MacParameters,
  multiplyAccumulate,
  start,
  wordValue,
} from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import { createGaussian } from '../../sim/gaussian.ts';
import {
  givenActivations,
  type Layer,
  randomActivations,
  tensorRows,
  verify,
} from '../../sim/index.ts';
import { layerCheck } from '../../sim/layer/check.ts';
import { overflowCounter } from '../../sim/layer/overflow.ts';
import type { Rows } from '../../sim/layer/rows.ts';
import { createRandom } from '../../sim/random.ts';
import type { Tensor } from '../../tensor/index.ts';
import {
  floatFixtureDesign,
  floatFixtureRtl,
  logsFixtureDesign,
  logsFixtureRtl,
} from './fixtures/fixture.ts';

const SEED = 11;
const WRONG_ANTILOG = { from: "4'd9:    significand = 7'd95", to: "4'd9:    significand = 7'd31" };

function tensor(kind: Tensor['kind'], channels: number, values: ArrayLike<number>): Tensor {
  const depth = values.length / channels;
  const shape = [channels, depth];
  const hash = '';
  return { reference: 't', shape, kind, channels, depth, values: Float64Array.from(values), hash };
}

function normal(count: number, use: string, factor = 1): Float64Array {
  const next = createGaussian(createRandom(SEED, use));
  return Float64Array.from({ length: count }, () => factor * next());
}

const REAL = tensor('real', 5, normal(5 * 7, 'weights', 0.3));

function layerOf(weight: LpFormat, activation: LpFormat, weights = REAL): Layer {
  const rounding = 'log' as const;
  return {
    reference: 'w.npy',
    weights: tensorRows(weights, weight, { rounding }),
    activations: randomActivations({
      seed: SEED,
      vectors: 30,
      depth: weights.depth,
      format: activation,
      rounding,
      signs: 'both',
    }),
    rounding,
  };
}

/** The figures by the exact golden model, product by product. */
function exactFigures(mac: MacParameters, { weights, activations }: Layer) {
  const scale = mac.accumulatorFraction + mac.weight.sf + mac.activation.sf;
  const figures = { signal: 0, noise: 0, overflowed: 0, nar: 0 };
  for (const vectors of activations.batches()) {
    for (let channel = 0; channel < weights.count; channel++) {
      for (let vector = 0; vector < vectors.count; vector++) {
        let sum = start(0n);
        let free = start(0n);
        let reference = 0;
        let fits = true;
        for (let k = 0; k < weights.depth; k++) {
          const at = [channel * weights.depth + k, vector * weights.depth + k] as const;
          const words = [weights.words[at[0]] ?? -1, vectors.words[at[1]] ?? -1] as const;
          sum = multiplyAccumulate(mac, sum, ...words);
          free = multiplyAccumulate({ ...mac, accumulatorWidth: 400 }, free, ...words);
          reference += (weights.values[at[0]] ?? 0) * (vectors.values[at[1]] ?? 0);
          const inside = BigInt.asIntN(mac.accumulatorWidth, free.acc) === free.acc;
          fits = mac.overflow === 'saturate' ? fits && inside : inside;
        }
        if (!fits) figures.overflowed++;
        if (sum.nar) figures.nar++;
        if (sum.nar) continue;
        figures.signal += reference ** 2;
        figures.noise += (reference - Number(sum.acc) * 2 ** -scale) ** 2;
      }
    }
  }
  return figures;
}

describe.each([0, 2])('a layer on a PE with %d more registers', (pipeline) => {
  const design = logsFixtureDesign(pipeline);
  const { mac } = design;

  test('passes, with the figures of the exact model', async () => {
    const directory = await logsFixtureRtl(pipeline);
    const layer = layerOf(mac.weight, mac.activation);
    const report = await verify(design, { directory, seed: SEED, layer });
    const { signal, noise } = exactFigures(mac, layer);
    expect(report).toMatchObject({ verdict: 'pass', mismatches: 0 });
    const row = report.checks.at(-1);
    expect(row).toMatchObject({ name: 'dot products of w.npy', verdict: { kind: 'pass' } });
    expect(row?.vectors).toBe(5 * (1 + 30 * 7 + pipeline));
    expect(report.layer).toEqual({
      weights: 'w.npy',
      activations: `random:${SEED}:30`,
      formats: { weight: 'LP<8,1,7>', activation: 'LP<8,1,7>' },
      rounding: 'log',
      channels: 5,
      depth: 7,
      vectors: 30,
      products: 5 * 7 * 30,
      mismatches: 0,
      sqnr: expect.closeTo(10 * Math.log10(signal / noise), 9),
      overflowed: 0,
      nar: 0,
    });
    expect(report.layer?.sqnr).toBeGreaterThan(25);
  });

  test('a fault counts, and the SQNR is that of the faulty hardware', async () => {
    const directory = await logsFixtureRtl(pipeline, { file: 'fix_pe.sv', ...WRONG_ANTILOG });
    const layer = layerOf(mac.weight, mac.activation);
    const report = await verify(design, { directory, seed: SEED, layer });
    expect(report.verdict).toBe('mismatch');
    const row = report.checks.at(-1);
    expect(row?.verdict.kind).toBe('mismatch');
    if (row?.verdict.kind !== 'mismatch') return;
    expect(row.verdict.first.differs).toEqual(['acc_o']);
    expect(report.layer?.mismatches).toBe(row.verdict.count);
    const { signal, noise } = exactFigures(mac, layer);
    expect(report.layer?.sqnr).toBeLessThan(10 * Math.log10(signal / noise) - 3);
  });
});

test('a layer on floating sums', async () => {
  const design = floatFixtureDesign('pe');
  const directory = await floatFixtureRtl();
  const layer = layerOf(design.mac.weight, design.mac.activation);
  const { layer: found } = await verify(design, { directory, seed: SEED, layer });
  expect(found).toMatchObject({ mismatches: 0, overflowed: 0, nar: 0 });
  const { signal, noise } = exactFigures(logsFixtureDesign(0).mac, layer);
  // W = 12 bits of significand cost less than a decibel here.
  expect(Math.abs((found?.sqnr ?? 0) - 10 * Math.log10(signal / noise))).toBeLessThan(1);
});

test.each(['wrap', 'saturate'] as const)('sums that overflow are counted: %s', (overflow) => {
  const mac: MacParameters = { ...logsFixtureDesign(0).mac, overflow, accumulatorWidth: 13 };
  const layer = layerOf(mac.weight, mac.activation);
  const { overflowed } = exactFigures(mac, layer);
  const counter = overflowCounter(mac, 7);
  let counted = 0;
  for (const { words } of layer.activations.batches()) {
    for (let channel = 0; channel < 5; channel++) {
      const row = weightRow({ hash: '', channels: 5, ...layer.weights }, channel);
      const products = Array.from({ length: 30 }, (_, vector) => ({
        weight: row,
        activation: words.subarray(vector * 7, (vector + 1) * 7),
      }));
      counted += counter.count(row, products);
    }
  }
  expect(overflowed).toBeGreaterThan(0);
  expect(overflowed).toBeLessThan(150);
  expect(counted).toBe(overflowed);
});

test('words and scale factors: NaR is counted and has no value, exact sums have no noise', () => {
  const design = logsFixtureDesign(1);
  const format = lpFormat({ n: 8, es: 1, rs: 7, sf: 1.25 });
  const mac = { ...design.mac, weight: format };
  const [pe] = design.modules;
  if (pe === undefined) throw new Error('the design has no PE');
  // 1.0, its negative and zero times 2^-sf; in the second channel a NaR.
  const weights = tensorRows(tensor('integer', 2, [64, 192, 0, 128, 64, 64]), format, {});
  const unit = wordValue(format, 64) ?? 0;
  const factors = [...weights.values].map((value) => Math.round((value / unit) * 1e14) / 1e14);
  expect(factors).toEqual([1, -1, 0, Number.NaN, 1, 1]);
  const rows = tensorRows(tensor('real', 2, [2, 0.5, 7, -1, 4, 3]), mac.activation, {});
  const activations = givenActivations('a.npy', rows);
  const check = layerCheck(
    { reference: 'w.npy', weights, activations, rounding: 'log' },
    { mac, pe },
  );
  for (const block of check.workload.blocks()) block.answered?.(block.expected);
  expect(check.report(0)).toMatchObject({ nar: 2, overflowed: 0, vectors: 2, products: 12 });
  // Powers of two are held exactly but for the rounding of 2^-1.25 in binary64.
  expect(check.report(0).sqnr ?? 400).toBeGreaterThan(250);
});

test('batches of random vectors are one sequence, the same every time, and may be one-sided', () => {
  const format = lpFormat({ n: 8, es: 1, rs: 7 });
  const depth = 300_000;
  const of = (vectors: number, signs: 'both' | 'non-negative') =>
    randomActivations({ seed: 3, vectors, depth, format, rounding: 'linear', signs });
  const collect = (batches: Iterable<Rows>) => [...batches];
  const whole = collect(of(4, 'both').batches());
  expect(whole.map(({ count }) => count)).toEqual([3, 1]);
  const values = whole.flatMap((batch) => [...batch.values]);
  const first = collect(of(1, 'both').batches())[0]?.values;
  expect(first?.length).toBe(depth);
  expect(first?.every((x, index) => x === values[index])).toBe(true);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  const beyondTwo = values.filter((x) => Math.abs(x) > 2).length / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.005);
  expect(Math.abs(variance - 1)).toBeLessThan(0.01);
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.001);
  for (const at of [0, 7, 299_999]) {
    const options = { rounding: 'linear', underflow: 'flush' } as const;
    expect(whole[0]?.words[at]).toBe(encodeReal(format, values[at] ?? 0, options));
  }
  const [oneSided] = collect(of(1, 'non-negative').batches());
  expect(oneSided?.values.every((x, index) => x === Math.max(0, values[index] ?? -1))).toBe(true);
});
