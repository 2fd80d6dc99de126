import { expect, test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const LP8_F5 = { n: 8, es: 0, rs: 5 };
const LP8_F4 = { n: 8, es: 1, rs: 2 };
const LP8_F3 = { n: 8, es: 2, rs: 7 };

const log = {
  kind: 'lp-log',
  weight: LP8_F5,
  activation: LP8_F5,
  converterFraction: 6,
  fraction: 6,
  align: 'nearest',
  nonNegative: false,
  pipeline: 0,
} as const;

const linear = {
  kind: 'lp-linear',
  weight: { n: 4, es: 0, rs: 2 },
  activation: { n: 8, es: 0, rs: 3 },
  converterFraction: 7,
  fraction: 2,
  align: 'truncate',
  nonNegative: false,
  bus: 'sign-magnitude',
} as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'log of F = 5, rounded': log,
  'log of F = 5, large words clipped': {
    ...log,
    fraction: 7,
    align: 'truncate',
    clip: { weight: 0x6f, activation: 0x67 },
  },
  'log of F = 4, truncated, a register before the shift': {
    ...log,
    weight: LP8_F4,
    activation: LP8_F4,
    fraction: 1,
    align: 'truncate',
    pipeline: 1,
  },
  'log of F = 3 and 5, rounded down, hardly a window': {
    ...log,
    weight: LP8_F3,
    converterFraction: 8,
    fraction: -25,
    align: 'floor',
    pipeline: 1,
  },
  'log of F = 1 and 4, negative activations rounded down': {
    ...log,
    weight: { n: 4, es: 0, rs: 3 },
    activation: LP8_F4,
    converterFraction: 3,
    align: 'floor-act',
  },
  'log of a power of two and an unsigned activation': {
    ...log,
    weight: { n: 4, es: 1, rs: 3 },
    nonNegative: true,
  },
  'linear LP<4,0,2>, sign and magnitude': linear,
  "linear LP<4,0,2>, two's complement": { ...linear, align: 'floor-act', bus: 'twos-complement' },
  'linear LP<4,1,1>, unsigned, rounded, large words clipped': {
    ...linear,
    clip: { weight: 5, activation: 0x77 },
    weight: { n: 4, es: 1, rs: 1 },
    activation: LP8_F4,
    align: 'nearest',
    nonNegative: true,
  },
  "linear LP<4,0,2>, two's complement, large words clipped": {
    ...linear,
    clip: { weight: 5, activation: 0x6b },
    align: 'floor-act',
    bus: 'twos-complement',
  },
  'linear LP<4,0,2> of which one magnitude is left': {
    ...linear,
    clip: { weight: 1, activation: 0x50 },
    fraction: 6,
  },
  'linear LP<4,0,3>, more bits than there are significant': {
    ...linear,
    weight: { n: 4, es: 0, rs: 3 },
    activation: LP8_F3,
    converterFraction: 2,
    fraction: -5,
  },
  'linear LP<2,0,1>: 0, 1 and -1': {
    ...linear,
    weight: { n: 2, es: 0, rs: 1 },
    align: 'floor-act',
    bus: 'twos-complement',
  },
};

const fused = {
  kind: 'lp-fused',
  weights: [
    { n: 8, es: 0, rs: 6 },
    { n: 4, es: 0, rs: 2, sf: 4 },
    { n: 2, es: 0, rs: 1, sf: 4 },
  ],
  activation: { n: 8, es: 0, rs: 6 },
  converterFraction: 6,
  fraction: 7,
  align: 'nearest',
  nonNegative: false,
  clip: { weight: 0x6a, activation: 0x6a },
} as const;

const fusedDatapaths: Readonly<Record<string, DatapathOptions>> = {
  'lanes of 8, 4 and 2 bits': fused,
  'lanes of 8 and 4 bits, negative activations rounded down': {
    ...fused,
    weights: fused.weights.slice(0, 2),
    align: 'floor-act',
  },
  'lanes of 4 and 2 bits, unsigned': {
    ...fused,
    weights: [{ n: 4, es: 0, rs: 3 }, fused.weights[2]],
    fraction: 2,
    align: 'truncate',
    nonNegative: true,
  },
};

for (const [name, options] of Object.entries({ ...datapaths, ...fusedDatapaths })) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}

test('a PE holds four bits of a four-bit weight', () => {
  expect(planDatapath(linear).storedBits).toBe(4);
});

test('a cut that a bus does not allow, and products that are all 0, are refused', () => {
  expect(() => planDatapath({ ...linear, align: 'floor-act' })).toThrow(TypeError);
  expect(() => planDatapath({ ...linear, fraction: -9 })).toThrow(RangeError);
  expect(() => planDatapath({ ...log, fraction: -20 })).toThrow(RangeError);
  expect(() => planDatapath({ ...fused, align: 'floor' })).toThrow(TypeError);
});
