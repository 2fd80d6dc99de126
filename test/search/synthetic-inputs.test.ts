import { expect, test } from 'vitest';
import { randomOption } from '../../cli/calibration-inputs.ts';
import { syntheticInputs } from '../../search/synthetic-inputs.ts';

const network = (...dims: (number | null)[]) => ({ path: 'm.onnx', input: { name: 'x', dims } });

test("drawn inputs have the network's shape, the asked for moments, and come again", () => {
  const values = { kind: 'normal', mean: 3, deviation: 0.5 } as const;
  const drawn = syntheticInputs(network(null, 2, 50), { count: 100, seed: 7, values });
  expect(drawn).toMatchObject({ count: 100, dims: [2, 50] });
  expect(drawn.values).toHaveLength(10_000);
  const mean = drawn.values.reduce((sum, value) => sum + value, 0) / 10_000;
  const variance = drawn.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 10_000;
  expect(mean).toBeCloseTo(3, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
  expect(syntheticInputs(network(null, 2, 50), { count: 100, seed: 7, values })).toEqual(drawn);
  expect(syntheticInputs(network(null, 2, 50), { count: 100, seed: 8, values })).not.toEqual(drawn);
});

test('uniform numbers lie between low and high', () => {
  const values = { kind: 'uniform', low: -2, high: 6 } as const;
  const drawn = syntheticInputs(network(4, 1000), { count: 8, seed: 1, values }).values;
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(6);
  expect(Math.max(...drawn) - Math.min(...drawn)).toBeGreaterThan(7.9);
});

test.each([
  [[null, 3, null], 'm.onnx leaves the size of axis 2 of "x" free'],
  [[5, 3], '8 inputs are to be drawn, but m.onnx takes 5 at a time'],
])('a network with an input of %j', (dims, message) => {
  const values = { kind: 'normal', mean: 0, deviation: 1 } as const;
  expect(() => syntheticInputs(network(...dims), { count: 8, seed: 1, values })).toThrow(message);
});

test('--calib random', () => {
  const normal = (mean: number, deviation: number) => ({ kind: 'normal', mean, deviation });
  expect(randomOption('x.npy')).toBeUndefined();
  expect(randomOption('random:3:64')).toEqual({ seed: 3, count: 64, values: normal(0, 1) });
  expect(randomOption('random:3:64:-0.5:2')).toEqual({
    seed: 3,
    count: 64,
    values: normal(-0.5, 2),
  });
  for (const wrong of [
    'random:',
    'random:1',
    'random:1:0',
    'random:1:2:x',
    'random:1:2:0:-1',
    'random:1:2:0:1:5',
  ]) {
    expect(() => randomOption(wrong), wrong).toThrow('--calib must be a file or random:SEED:N');
  }
});
