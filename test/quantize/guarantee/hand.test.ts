import { expect, test } from 'vitest';
import { bitsOf } from '../../../quantize/guarantee/largest.ts';
import { layerGuarantee } from '../../../quantize/guarantee/layer.ts';
import { planGuarantee } from '../../../quantize/guarantee/plan.ts';
import { goldenSum } from '../../../quantize/guarantee/sum.ts';
import type { LayerPlan, Plan } from '../../../quantize/plan.ts';
import { arrayOf, layerOf, networkOf } from '../plan-support.ts';

/**
 * Sums that fit on paper: weights and activations in LP<8,0,7>, A = 10, so that 1.0 with the largest
 * activation, 64, is 2^16. Tiles have 4 products.
 */
const FORMAT = { n: 8, es: 0, rs: 7, sf: 0 };
const ONE = 2n ** 16n;

function planned(options: Partial<LayerPlan>): LayerPlan {
  return {
    name: 'fc',
    operator: 'Gemm',
    mode: 8,
    weight: FORMAT,
    activation: FORMAT,
    output: FORMAT,
    rounding: 'linear',
    scales: [0],
    starts: [0],
    widths: { tile: 24, sum: 24 },
    ...options,
  };
}

function checked(
  rows: readonly (readonly number[])[],
  options: Partial<LayerPlan> = {},
  { signs = 'both', golden = goldenSum } = {} as {
    signs?: 'both' | 'non-negative';
    golden?: typeof goldenSum;
  },
) {
  const question = { layer: layerOf(rows), planned: planned(options), signs };
  return layerGuarantee(question, arrayOf(), golden);
}

const FIVE = [1, -2, 0.5, -2, 4];

test('bits of integers in two’s complement', () => {
  expect([0n, -1n, 1n, -2n, 127n, 128n, -128n, -129n].map(bitsOf)).toEqual([
    1, 1, 2, 2, 8, 9, 8, 9,
  ]);
});

test('the largest sums of a channel, in tiles and as a whole', () => {
  const { sums, aware, verdicts, faults } = checked([FIVE]);
  expect(faults).toEqual([]);
  const reached = (stage: string) => sums.filter((sum) => sum.stage === stage).map((s) => s.reach);
  // 5.5 and then 9.5 times the largest product of 1.0.
  expect(reached('tile')).toEqual([(ONE * 11n) / 2n, (-ONE * 11n) / 2n]);
  expect(reached('sum')).toEqual([(ONE * 19n) / 2n, (-ONE * 19n) / 2n]);
  expect(aware).toEqual({ tile: 20, sum: 21 });
  expect(verdicts).toEqual({
    tile: { attained: ['upper', 'lower'], overflows: true },
    sum: { attained: ['upper', 'lower'], overflows: true },
  });
});

test('activations that are never negative reach less', () => {
  const { sums, aware, faults } = checked([FIVE], {}, { signs: 'non-negative' });
  expect(faults).toEqual([]);
  expect(sums.filter(({ stage }) => stage === 'sum').map(({ reach }) => reach)).toEqual([
    (ONE * 11n) / 2n,
    -ONE * 4n,
  ]);
  // 19 bits reach down to -2^18, but not up to the 2^18 of the second tile.
  expect(aware).toEqual({ tile: 20, sum: 20 });
  for (const { summands } of sums) {
    expect(summands.activations.every((word) => word < 128)).toBe(true);
  }
});

test('a start value is one more term, and keeps the other side from its bound', () => {
  const b = 300_000;
  const { sums, verdicts, faults } = checked([FIVE], { starts: [b] });
  expect(faults).toEqual([]);
  expect(verdicts.sum).toEqual({ attained: ['upper'], overflows: true });
  const [upper, lower] = sums.filter(({ stage }) => stage === 'sum');
  expect(upper?.reach).toBe((ONE * 19n) / 2n + BigInt(b));
  expect(lower).toMatchObject({ bound: (-ONE * 19n) / 2n });
  expect(lower?.reach).toBe((-ONE * 19n) / 2n + BigInt(b));
});

test('words that a plan gives count, not the weights', () => {
  // 0x40 is 1.0, and 0x60 is 2.0.
  const words = ['4060000000'];
  const { sums, faults } = checked([FIVE], { rounding: 'given', words });
  expect(faults).toEqual([]);
  expect(sums[0]?.reach).toBe(3n * ONE);
});

test('weights of zero need one bit, and cannot overflow in less', () => {
  const { aware, verdicts, faults } = checked([[0, 0, 0, 0]]);
  expect(faults).toEqual([]);
  expect(aware).toEqual({ tile: 1, sum: 1 });
  expect(verdicts.tile.overflows).toBeNull();
});

test('a plan that states a bit less is refused, and its sums overflow', () => {
  const narrow = planned({ widths: { tile: 19, sum: 21 } });
  const plan: Plan = {
    version: 1,
    model: { file: 'net.onnx', hash: 'abc123' },
    array: { rows: 4, accumulatorFraction: 10, encoderFraction: 8 },
    layers: [narrow],
  };
  const layer = layerOf([FIVE]);
  expect(() => planGuarantee(plan, networkOf(layer), arrayOf())).toThrow(
    /widths must be at least tile 20 and sum 21, not tile 19/,
  );
  const { faults } = layerGuarantee({ layer, planned: narrow, signs: 'both' }, arrayOf());
  expect(faults).toContain('tiles need 20 bits, the plan states 19');
  expect(faults).toContain(
    `tile of channel 0, upper side: is ${(ONE * 11n) / 2n - 2n ** 19n} in 19 bits, not ${(ONE * 11n) / 2n}`,
  );
});

test.each([
  ['one LSB off', (sum: bigint) => sum + 1n],
  ['with the other sign', (sum: bigint) => -sum],
  ['always 0', () => 0n],
])('a golden model whose sums are %s is found out', (_, spoilt) => {
  const golden: typeof goldenSum = (summands, stages) => spoilt(goldenSum(summands, stages));
  const { faults } = checked([FIVE], {}, { golden });
  for (const what of ['tile of channel 0, upper side', 'row of channel 0, lower side']) {
    expect(faults.some((fault) => fault.startsWith(`${what}: is `))).toBe(true);
  }
});

test('a golden model that never wraps is found out', () => {
  const golden: typeof goldenSum = (summands, stages) =>
    goldenSum(summands, { ...stages, tile: 64, sum: 64 });
  const { faults, verdicts } = checked([FIVE], {}, { golden });
  expect(faults).toEqual(['tiles do not overflow in 19 bits', 'rows do not overflow in 20 bits']);
  expect(verdicts.tile.overflows).toBe(false);
});
