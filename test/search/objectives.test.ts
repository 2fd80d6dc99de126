import { describe, expect, test } from 'vitest';
import type { MacLayer } from '../../network/layer.ts';
import type { Network } from '../../network/network.ts';
import type { CalibrationSamples } from '../../quantize/samples.ts';
import {
  createObjective,
  OBJECTIVE_DEFAULTS,
  OBJECTIVES,
  type ObjectiveOptions,
} from '../../search/objectives/objective.ts';
import { POOLINGS, pooled } from '../../search/objectives/pooling.ts';
import { layerOf, networkOf, normal, sample } from '../quantize/plan-support.ts';

/** Objectives beside small cases that are worked out by hand. */

const conv: MacLayer = layerOf([[1]], {
  name: 'conv',
  output: 'c',
  form: {
    kind: 'conv',
    spatial: 2,
    kernel: [1, 1],
    strides: [1, 1],
    dilations: [1, 1],
    groups: 1,
    pads: 'valid',
  },
});
const full = layerOf([[1]], { name: 'full', input: 'c', output: 'y' });
const network: Network = { ...networkOf(conv, full), output: 'y' };
const INPUTS = 6;

type Tensors = Readonly<Record<string, { dims: readonly number[]; values: readonly number[] }>>;

/** Six inputs, a layer of two channels of 2 x 2, an answer of three numbers. */
const FLOAT: Tensors = {
  x: { dims: [INPUTS, 1], values: normal(INPUTS, 1) },
  c: { dims: [INPUTS, 2, 2, 2], values: normal(INPUTS * 8, 2) },
  y: { dims: [INPUTS, 3], values: normal(INPUTS * 3, 3) },
};

function samplesOf(tensors: Tensors): CalibrationSamples {
  return new Map(
    Object.entries(tensors).map(([name, { dims, values }]) => [name, sample(values, dims)]),
  );
}

function quantised(tensors: Tensors) {
  const samples = samplesOf(tensors);
  return {
    tensor: (name: string) => samples.get(name) as NonNullable<ReturnType<typeof samples.get>>,
  };
}

function changed(change: (x: number, at: number, name: string) => number): Tensors {
  return Object.fromEntries(
    Object.entries(FLOAT).map(([name, { dims, values }]) => [
      name,
      { dims, values: values.map((x, at) => change(x, at, name)) },
    ]),
  );
}

function loss(
  name: (typeof OBJECTIVES)[number],
  got: Tensors,
  options: Partial<ObjectiveOptions> = {},
  float = FLOAT,
): number {
  const ground = { network, samples: samplesOf(float) };
  return createObjective(name, ground, { ...OBJECTIVE_DEFAULTS, ...options })(quantised(got));
}

/** All inputs in another order. */
function permuted(tensors: Tensors): Tensors {
  const order = [3, 0, 5, 1, 4, 2];
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dims, values }]) => {
      const each = values.length / INPUTS;
      const rows = order.map((input) => values.slice(input * each, (input + 1) * each));
      return [name, { dims, values: rows.flat() }];
    }),
  );
}

describe.each(OBJECTIVES)('%s', (name) => {
  const noisy = changed((x, at) => x + Math.sin(at * 7) / 2);

  test.each(POOLINGS)('0 for the float network itself, positive with noise (%s)', (pooling) => {
    expect(loss(name, FLOAT, { pooling })).toBe(0);
    expect(loss(name, noisy, { pooling })).toBeGreaterThan(1e-3);
  });

  test('more noise loses more', () => {
    const more = changed((x, at) => x + 2 * Math.sin(at * 7));
    expect(loss(name, more)).toBeGreaterThan(loss(name, noisy));
  });

  test('the order of the inputs does not matter', () => {
    const turned = loss(name, permuted(noisy), {}, permuted(FLOAT));
    expect(turned).toBeCloseTo(loss(name, noisy), 6);
  });
});

describe('kl', () => {
  const logits = (rows: readonly (readonly number[])[]): Tensors => ({
    ...FLOAT,
    x: { dims: [rows.length, 1], values: rows.map(() => 0) },
    y: { dims: [rows.length, rows[0]?.length ?? 0], values: rows.flat() },
  });

  test('worked out by hand', () => {
    const float = logits([[0, Math.log(3)]]);
    // p = (1/4, 3/4), q = (1/2, 1/2).
    const wanted = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
    expect(loss('kl', logits([[5, 5]]), {}, float)).toBeCloseTo(wanted, 6);
  });

  test('logits may be shifted, input by input', () => {
    const float = logits([
      [1, 2, -1],
      [0, 4, 2],
    ]);
    const shifted = logits([
      [3, 4, 1],
      [-7, -3, -5],
    ]);
    expect(loss('kl', shifted, {}, float)).toBeCloseTo(0, 9);
  });

  test('answers that are probabilities already are taken as such', () => {
    const float = logits([
      [0.25, 0.75],
      [1, 0],
    ]);
    const got = logits([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const wanted = (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5) + Math.log(2)) / 2;
    expect(loss('kl', got, { softening: 1 }, float)).toBeCloseTo(wanted, 6);
    expect(loss('kl', float, {}, float)).toBe(0);
  });

  test('a network that is sure of its answers loses before they turn', () => {
    // Root mean square 30 around the mean: answers are divided by 10, and 10^2 is taken back.
    const float = logits([[30, -30]]);
    const got = logits([[20, -20]]);
    const sure = 1 / (1 + Math.exp(-6));
    const less = 1 / (1 + Math.exp(-4));
    const kl = sure * Math.log(sure / less) + (1 - sure) * Math.log((1 - sure) / (1 - less));
    expect(loss('kl', got, {}, float)).toBeCloseTo(100 * kl, 6);
    expect(loss('kl', got, { softening: 1 }, float)).toBeLessThan(1e-15);
  });

  test('classes that are masked out, in both or in one', () => {
    const masked = Number.NEGATIVE_INFINITY;
    const float = logits([[0, Math.log(3), masked]]);
    expect(loss('kl', float, {}, float)).toBe(0);
    const lost = logits([[0, masked, masked]]);
    expect(loss('kl', lost, {}, float)).toBe(Number.POSITIVE_INFINITY);
  });
});

test('InfoNCE worked out by hand', () => {
  const answers = (values: readonly number[]): Tensors => ({
    x: { dims: [2, 1], values: [0, 0] },
    c: { dims: [2, 1, 1, 1], values: [0, 0] },
    y: { dims: [2, 2], values },
  });
  // Less their mean, the float answers are (1, 0) and (-1, 0); cosines with themselves 1 and -1.
  const float = answers([2, 5, 0, 5]);
  const own = Math.log(1 + Math.exp(-2 / 0.5));
  // The quantised ones are (0, 1) and (0, -1): all cosines 0.
  const loss0 = loss('global', answers([1, 6, 1, 4]), { temperature: 0.5 }, float);
  expect(loss0).toBeCloseTo(Math.log(2) - own, 6);
  // And turned about: each is nearest to the other.
  const turned = loss('global', answers([0, 5, 2, 5]), { temperature: 0.5 }, float);
  expect(turned).toBeCloseTo(Math.log(1 + Math.exp(2 / 0.5)) - own, 6);
});

test('squared errors worked out by hand', () => {
  const answers = (c: readonly number[], y: readonly number[]): Tensors => ({
    x: { dims: [2, 1], values: [0, 0] },
    c: { dims: [2, 1, 1, 2], values: c },
    y: { dims: [2, 1], values: y },
  });
  // Means of channel c: 2 and 4, spread 1 around 3; answers 0 and 10, spread 5 around 5.
  const float = answers([1, 3, 4, 4], [0, 10]);
  const got = answers([3, 3, 4, 4], [0, 5]);
  // c: (1 / 1)^2 over two inputs; y: (5 / 5)^2 over two inputs.
  expect(loss('mse', got, {}, float)).toBeCloseTo(1 / 2 + 1 / 2, 6);
});

describe('pooling', () => {
  const one = (values: readonly number[]) => sample(values, [1, 1, values.length]);
  const layout = { channelAxis: 1, inputs: 1 };

  test.each([
    [[1, -1, 1, -1], 1 - 3],
    [[0, 0, 0, 4], (3 * 1 + 81) / 4 / ((3 * 1 + 9) / 4) ** 2 - 3],
    [[2, 2, 2, 2], 0],
  ])('kurtosis of %j', (values, wanted) => {
    const [row] = pooled(one(values), layout, 'kurtosis');
    expect(row?.[0]).toBeCloseTo(wanted, 12);
    const [both] = pooled(one(values), layout, 'mean-kurtosis');
    expect(both?.length).toBe(2);
  });

  test('channels of planes, of rows, of columns, and of several places an input', () => {
    const eight = [1, 2, 3, 4, 5, 6, 7, 8];
    const means = (dims: readonly number[], channelAxis: number, inputs: number) =>
      pooled(sample(eight, dims), { channelAxis, inputs }, 'mean').map((row) => [...row]);
    expect(means([2, 2, 2], 1, 2)).toEqual([
      [1.5, 3.5],
      [5.5, 7.5],
    ]);
    expect(means([2, 2, 2], 2, 2)).toEqual([
      [2, 3],
      [6, 7],
    ]);
    // [M, N]: inputs are columns.
    expect(means([2, 4], 0, 4)).toEqual([
      [1, 5],
      [2, 6],
      [3, 7],
      [4, 8],
    ]);
    // [N * 2, M]: two places for each of two inputs.
    expect(means([4, 2], 1, 2)).toEqual([
      [2, 3],
      [6, 7],
    ]);
    // [N * 2, M, places]
    expect(means([4, 1, 2], 1, 2)).toEqual([[2.5], [6.5]]);
  });
});
