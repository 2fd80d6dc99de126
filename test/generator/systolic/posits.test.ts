import { expect, test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const POSIT8 = { n: 8, es: 1 };
const posit8 = {
  kind: 'posit',
  weight: POSIT8,
  activation: POSIT8,
  fraction: 8,
  align: 'truncate',
} as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'posit(8,1), cut': posit8,
  'posit(8,1), large words clipped, rounded': {
    ...posit8,
    align: 'nearest',
    clip: { weight: 0x60, activation: 0x70 },
  },
  'posit(4,1) by posit(8,1), rounded down': {
    ...posit8,
    weight: { n: 4, es: 1 },
    fraction: 3,
    align: 'floor',
  },
  'posit(8,2) by posit(2,0), rounded down before the sign of the weight': {
    ...posit8,
    weight: { n: 8, es: 2 },
    activation: { n: 2, es: 0 },
    fraction: -6,
    align: 'floor-act',
  },
  'posit(2,0) by posit(2,0), one octave': {
    ...posit8,
    weight: { n: 2, es: 0 },
    activation: { n: 2, es: 0 },
    fraction: 1,
  },
  'posit(3,0) by posit(4,0), exact': {
    ...posit8,
    weight: { n: 3, es: 0 },
    activation: { n: 4, es: 0 },
    fraction: 3,
  },
};

const fused = { kind: 'posit-fused', fraction: 6, align: 'truncate' } as const;

const fusedDatapaths: Readonly<Record<string, DatapathOptions>> = {
  'one posit(8,1), two posit(4,1) or four posit(2,0), cut': fused,
  'fused, large words clipped, rounded': {
    ...fused,
    align: 'nearest',
    clip: { weight: 0x60, activation: 0x70 },
  },
  'fused, weights of 8 bits below those of 4, exact': {
    ...fused,
    fraction: 24,
    clip: { weight: 0x3f, activation: 0x50 },
  },
  'fused, rounded down': { ...fused, fraction: 3, align: 'floor' },
  'fused, rounded down before the sign of the weight': {
    ...fused,
    fraction: -2,
    align: 'floor-act',
  },
};

for (const [name, options] of Object.entries({ ...datapaths, ...fusedDatapaths })) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}

test('clipped words shorten the window', () => {
  const clipped = planDatapath({ ...posit8, clip: { weight: 0x60, activation: 0x60 } });
  expect(planDatapath(posit8).terms).toHaveLength(34);
  expect(clipped.terms).toHaveLength(14);
  const narrow = planDatapath({ ...fused, clip: { weight: 0x62, activation: 0x62 } });
  expect(planDatapath(fused).terms).toHaveLength(96);
  expect(narrow.terms).toHaveLength(48);
});

test('products that are all 0 in a lane are refused', () => {
  expect(() => planDatapath({ ...fused, fraction: -13 })).toThrow(RangeError);
});
