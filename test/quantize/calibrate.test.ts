import { describe, expect, it } from 'vitest';
import type { ArrayResolved } from '../../generator/index.ts';
import {
  encodeReal,
  multiplyAccumulate,
  requantise,
  start,
  wordValue,
} from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import type { MacLayer } from '../../network/layer.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { ofChannel } from '../../quantize/channels.ts';
import { checkPlan, type LayerPlan } from '../../quantize/plan.ts';
import { layerWords } from '../../quantize/words.ts';
import { arrayOf, layerOf, networkOf, normal, sample, samplesOf } from './plan-support.ts';

/** y of one vector, by the exact golden model of a lane. */
function onArray(
  layer: MacLayer,
  plan: LayerPlan,
  { arithmetic, shape }: ArrayResolved,
  x: readonly number[],
): number[] {
  const [weight, activation, output] = [plan.weight, plan.activation, plan.output].map(lpFormat);
  if (!weight || !activation || !output) throw new Error('three formats');
  const accumulatorWidth = shape.lanes[0]?.width ?? 0;
  const words = layerWords(layer, plan);
  const inputs = x.map((value) =>
    encodeReal(activation, value, { rounding: 'log', underflow: 'flush' }),
  );
  return Array.from({ length: words.length / x.length }, (_, channel) => {
    let state = start(BigInt(ofChannel(plan.starts, channel)));
    for (const [k, word] of inputs.entries()) {
      const mac = { ...arithmetic, weight, activation, accumulatorWidth };
      state = multiplyAccumulate(mac, state, words[channel * x.length + k] as number, word);
    }
    const scale = BigInt(ofChannel(plan.scales, channel));
    const leaving = { ...arithmetic, accumulatorWidth, scale, relu: layer.relu, output };
    const word = requantise(leaving, state.acc, state.nar);
    return wordValue(output, word) ?? Number.NaN;
  });
}

/** The same in real arithmetic. */
function real(layer: MacLayer, x: readonly number[]): number[] {
  const { weights, scales, offsets, relu } = layer;
  if (weights.kind !== 'constant') throw new Error('constant weights');
  return Array.from({ length: weights.channels }, (_, m) => {
    const sum = x.reduce(
      (acc, value, k) => acc + value * (weights.values[m * x.length + k] ?? 0),
      0,
    );
    const y = ofChannel(scales, m) * sum + ofChannel(offsets, m);
    return relu ? Math.max(0, y) : y;
  });
}

function rowsOf(values: readonly number[], depth: number): number[][] {
  return Array.from({ length: values.length / depth }, (_, row) =>
    values.slice(row * depth, (row + 1) * depth),
  );
}

/** Scales of both signs and 0, offsets on both sides. */
const affine = { scales: [1, -1, 0, 0.1, -7, 2], offsets: [0, 1, -2, 3, -1, 0.5] };

describe('y = relu(s * sum + o) on the array', () => {
  // Words of 8 bits hold normal values at 40 dB; two operands and a result take 5 dB of that, sums
  // that cancel the offset some more.
  it.each([false, true])('is that of real arithmetic but for rounding: relu %s', (relu) => {
    const layer = layerOf(rowsOf(normal(60, 5), 10), { ...affine, relu });
    const vectors = rowsOf(normal(200, 9), 10);
    const wanted = vectors.flatMap((x) => real(layer, x));
    const array = arrayOf();
    const samples = samplesOf({ x: vectors.flat(), y: wanted });
    const [plan] = calibrate(networkOf(layer), samples, array).layers;
    const got = vectors.flatMap((x) => onArray(layer, plan as LayerPlan, array, x));
    // Channel by channel: the largest hides no other.
    for (let m = 0; m < 6; m++) {
      const channel = (all: number[]) => all.filter((_, index) => index % 6 === m);
      if (relu && m === 2) expect(channel(got)).toEqual(new Array(20).fill(0));
      else expect(decibels(channel(wanted), channel(got)), `channel ${m}`).toBeGreaterThan(28);
    }
  });

  it('is exact to the nearest word where all operands are words and sums fit', () => {
    // Powers of two: sums and start values are exact, so only the result is rounded, to within
    // half a step and the two roundings of the log, 2^-7 together; adjacent words are 2^-4 apart.
    const format = { n: 8, es: 1, rs: 7, sf: 0 };
    const layer = layerOf([[1, -2, 0.5, 4]], { scales: [-0.75], offsets: [1.5] });
    const plan: LayerPlan = {
      name: 'fc',
      operator: 'Gemm',
      mode: 8,
      weight: format,
      activation: format,
      output: format,
      rounding: 'log',
      // floor(256 * log2(0.75) + 1/2), 1.5 / 0.75 * 2^10
      scales: [-106],
      starts: [2048],
      widths: { tile: 30, sum: 30 },
    };
    for (const x of [
      [1, 1, 1, 1],
      [0.5, 2, -4, 1],
      [-1, 0, 8, 0.25],
      [0, 0, 0, 0],
      [4, 1, 0, -0.25],
    ]) {
      const [wanted = 0] = real(layer, x);
      const [got = 0] = onArray(layer, plan, arrayOf(), x);
      expect(Math.sign(got)).toBe(Math.sign(wanted));
      expect(Math.abs(Math.log2(got / wanted))).toBeLessThanOrEqual(2 ** -5 + 2 ** -7);
    }
  });
});

function decibels(wanted: readonly number[], got: readonly number[]): number {
  const power = (values: readonly number[]) => values.reduce((sum, x) => sum + x * x, 0);
  return 10 * Math.log10(power(wanted) / power(wanted.map((x, i) => x - (got[i] as number))));
}

/** Two layers that read x, one of which feeds a third. */
const branches = networkOf(
  layerOf(rowsOf(normal(16), 4), { name: 'left', output: 'a', relu: true }),
  layerOf(rowsOf(normal(16, 2), 4), { name: 'right', output: 'b', offsets: [1000] }),
  layerOf(rowsOf(normal(16, 3), 4), { name: 'next', input: 'a', output: 'c' }),
);
const branchSamples = samplesOf({
  x: normal(40, 4),
  a: normal(40, 5).map((x) => Math.max(0, 100 * x)),
  b: normal(40, 6),
  c: normal(40, 7),
});

describe('formats', () => {
  it('are those of tensors: readers share one, and the writer has it too', () => {
    const [left, right, next] = calibrate(branches, branchSamples, arrayOf()).layers;
    expect(left?.activation).toEqual(right?.activation);
    expect(left?.output).toEqual(next?.activation);
    expect(left?.output.sf).toBeLessThan(-4);
  });

  it('keep to what the array takes', () => {
    const ofEs0 = arrayOf({ array: { rows: 4, cols: 4, modes: [4], maxEs: 0 } });
    const { layers } = calibrate(branches, branchSamples, ofEs0);
    for (const { mode, weight, activation, output } of layers) {
      expect(mode).toBe(4);
      expect([weight.n, activation.n, output.n]).toEqual([4, 8, 8]);
      expect([weight.es, activation.es, output.es]).toEqual([0, 0, 0]);
    }
  });

  it('keep es and rs of an array with fixed formats; results of another format do not pass on', () => {
    const weight = { n: 4, es: 1, rs: 2 };
    const activation = { n: 6, es: 1, rs: 3 };
    const output = { n: 8, es: 0, rs: 5 };
    const array = arrayOf({ array: { rows: 4, cols: 4 }, weight, activation, output });
    const plan = calibrate(branches, branchSamples, array);
    const [left, , next] = plan.layers;
    expect(left?.weight).toMatchObject(weight);
    expect(left?.activation).toMatchObject(activation);
    expect(left?.output).toMatchObject(output);
    expect(next?.activation).toMatchObject(activation);
    checkPlan(plan, branches, array);
  });

  it.each([8, 4, 2])('weights have the bits that were asked for: %i', (bits) => {
    const { layers } = calibrate(branches, branchSamples, arrayOf(), { bits });
    expect(layers.map(({ mode, weight }) => [mode, weight.n])).toEqual(
      layers.map(() => [bits, bits]),
    );
  });

  it('tensors of nothing but zeros have a plain one', () => {
    const zeros = samplesOf({ x: [0, 0], y: [0, 0] });
    const [plan] = calibrate(networkOf(layerOf([[0, 0]])), zeros, arrayOf()).layers;
    const plain = { n: 8, es: 1, rs: 7, sf: 0 };
    expect(plan).toMatchObject({ weight: plain, activation: plain, output: plain });
    expect(plan).toMatchObject({ scales: [0], starts: [0] });
  });

  it('reach the largest value of a long sample, and come out the same again', () => {
    const long = { x: [...normal(100_000, 8), -3e6], y: normal(10) };
    const plans = [0, 1].map(() =>
      calibrate(networkOf(layerOf([[1]])), samplesOf(long), arrayOf()),
    );
    expect(plans[0]).toEqual(plans[1]);
    const format = lpFormat(plans[0]?.layers[0]?.activation ?? { n: 0, es: 0, rs: 0 });
    expect(wordValue(format, format.maxWord)).toBeGreaterThan(2e6);
  });

  it('calls onLayer once for each layer in order', () => {
    const seen: string[] = [];
    calibrate(branches, branchSamples, arrayOf(), { onLayer: ({ name }) => seen.push(name) });
    expect(seen).toEqual(['left', 'right', 'next']);
  });
});

describe('weights that another step computes', () => {
  const attention = networkOf(
    layerOf([], { name: 'qk', operator: 'MatMul', weights: { kind: 'tensor', name: 'k' } }),
  );
  const samples = new Map([
    ['x', sample(normal(32))],
    ['y', sample(normal(64))],
    ['k', sample(normal(96, 3), [2, 12, 4])],
  ]);

  it('have 8 bits, log rounding, and sums for any weights of their K', () => {
    const array = arrayOf();
    const plan = calibrate(attention, samples, array, { bits: 2 });
    const [qk] = plan.layers;
    expect(qk).toMatchObject({
      mode: 8,
      rounding: 'log',
      weight: { n: 8 },
      scales: [expect.any(Number)],
    });
    const wider = new Map([...samples, ['k', sample(normal(96, 3), [2, 48, 1])] as const]);
    const [longer] = calibrate(attention, wider, array).layers;
    // Four times the products in tiles of 4.
    expect(longer?.widths).toEqual({
      tile: qk?.widths.tile,
      sum: (qk?.widths.sum ?? 0) + 2,
    });
    checkPlan(plan, attention, array);
  });
});
