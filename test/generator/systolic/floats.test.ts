import { expect, test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const e4m3 = { kind: 'float', weight: 'e4m3', activation: 'e4m3', align: 'truncate' } as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'E4M3, cut': { ...e4m3, fraction: 4 },
  'E4M3, a short window for which small weights are zero, rounded': {
    ...e4m3,
    fraction: -12,
    align: 'nearest',
  },
  'E5M2 by E4M3, rounded down': { ...e4m3, weight: 'e5m2', fraction: 2, align: 'floor' },
  'AdaptivFloat by E2M1, rounded down before the sign of the weight': {
    kind: 'float',
    weight: 'adaptiv8',
    activation: 'e2m1',
    fraction: 2,
    align: 'floor-act',
  },
  'AdaptivFloat, exact': { ...e4m3, weight: 'adaptiv8', activation: 'adaptiv8', fraction: 8 },
  'E2M1, exact': { ...e4m3, weight: 'e2m1', activation: 'e2m1', fraction: 2 },
  'E4M3, large words clipped, with a depth of few bits': {
    ...e4m3,
    fraction: 13,
    clip: { weight: 0x2f, activation: 0x2e },
  },
  'E4M3, all but the lowest octaves clipped, rounded': {
    ...e4m3,
    fraction: 16,
    align: 'nearest',
    clip: { weight: 0x08, activation: 0x1f },
  },
  'E5M2 by E4M3, large words clipped, activations of one octave': {
    ...e4m3,
    weight: 'e5m2',
    fraction: 24,
    align: 'floor',
    clip: { weight: 0x36, activation: 0x0f },
  },
  'AdaptivFloat, large words clipped': {
    ...e4m3,
    weight: 'adaptiv8',
    activation: 'adaptiv8',
    fraction: 2,
    clip: { weight: 0x3f, activation: 0x1c },
  },
  'AdaptivFloat by E2M1, large words clipped': {
    ...e4m3,
    weight: 'adaptiv8',
    activation: 'e2m1',
    fraction: 0,
    clip: { weight: 0x5a, activation: 0x2 },
  },
  'E2M1 by AdaptivFloat, large words clipped': {
    ...e4m3,
    weight: 'e2m1',
    activation: 'adaptiv8',
    fraction: 0,
    clip: { weight: 0x3, activation: 0x2a },
  },
  'L-Mul, zero shifted out': { kind: 'lmul', fraction: 0, align: 'truncate' },
  'L-Mul, zero dropped': { kind: 'lmul', fraction: 13, align: 'floor-act' },
  'FP4 by INT8': { kind: 'fp4-prepared', nonNegative: false },
  'FP4 by unsigned': { kind: 'fp4-prepared', nonNegative: true },
};

for (const [name, options] of Object.entries(datapaths)) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}

test('weights and terms take as few bits as the window allows', () => {
  const sizes = ({ storedBits, busBits, terms }: ReturnType<typeof planDatapath>) => [
    storedBits,
    busBits,
    terms.length,
  ];
  expect(sizes(planDatapath({ ...e4m3, fraction: 4 }))).toEqual([9, 14, 23]);
  expect(sizes(planDatapath({ ...e4m3, fraction: -4 }))).toEqual([8, 14, 15]);
  expect(sizes(planDatapath({ kind: 'lmul', fraction: -3, align: 'truncate' }))).toEqual([
    8, 8, 16,
  ]);
});

test('clipped words shorten distances, and with them what PEs hold and read', () => {
  const sizes = (options: DatapathOptions) => {
    const { storedBits, busBits, terms } = planDatapath(options);
    return [storedBits, busBits, terms.length];
  };
  expect(sizes({ ...e4m3, fraction: -7 })).toEqual([8, 14, 12]);
  const clip = { weight: 0x2e, activation: 0x2e };
  expect(sizes({ ...e4m3, fraction: 13, clip })).toEqual([7, 13, 12]);
});

test('a window above every product is refused', () => {
  expect(() => planDatapath({ ...e4m3, fraction: -20 })).toThrow('every product is cut to 0');
});
