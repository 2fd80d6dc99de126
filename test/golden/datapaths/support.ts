import { expect } from 'vitest';
import type { Cut, DatapathOptions, LpShape } from '../../../golden/datapaths/index.ts';

export const ALIGNS: readonly Cut[] = ['truncate', 'nearest', 'floor', 'floor-act'];

const lp8: LpShape = { n: 8, es: 1, rs: 7 };
const narrow8: LpShape = { n: 8, es: 1, rs: 2 };
const lp4: LpShape = { n: 4, es: 0, rs: 2 };
const ternary: LpShape = { n: 2, es: 0, rs: 1 };

/** Every kind, those that cut in each way to cut. */
export const EVERY_KIND: readonly DatapathOptions[] = [
  { kind: 'int', weightBits: 8, activationBits: 8, multiplier: 'array', nonNegative: false },
  { kind: 'int', weightBits: 4, activationBits: 8, multiplier: 'booth', nonNegative: true },
  { kind: 'int', weightBits: 2, activationBits: 5, multiplier: 'booth', nonNegative: false },
  { kind: 'int-fused', modes: [8, 4, 2] },
  { kind: 'int-fused', modes: [4] },
  { kind: 'int-units', types: 'int' },
  { kind: 'int-units', types: 'ant' },
  { kind: 'fp4-prepared', nonNegative: false },
  { kind: 'pot', nonNegative: true },
  { kind: 'flint', activation: 'flint4' },
  { kind: 'flint', activation: 'int8' },
  ...ALIGNS.flatMap((align): DatapathOptions[] => [
    { kind: 'float', weight: 'e4m3', activation: 'e5m2', fraction: 9, align },
    { kind: 'float', weight: 'adaptiv8', activation: 'adaptiv8', fraction: -3, align },
    { kind: 'float', weight: 'e2m1', activation: 'e4m3', fraction: 2, align },
    {
      kind: 'posit',
      weight: { n: 8, es: 1 },
      activation: { n: 8, es: 2 },
      fraction: 5,
      align,
    },
    { kind: 'posit', weight: { n: 5, es: 0 }, activation: { n: 6, es: 3 }, fraction: 3, align },
    { kind: 'posit-fused', fraction: 4, align },
    { kind: 'lmul', fraction: 8, align },
    {
      kind: 'lp-log',
      weight: lp8,
      activation: narrow8,
      converterFraction: 6,
      fraction: 4,
      align,
      nonNegative: false,
      pipeline: 1,
    },
    {
      kind: 'lp-log',
      weight: { n: 7, es: 0, rs: 4 },
      activation: { n: 5, es: 2, rs: 1 },
      converterFraction: 3,
      fraction: -1,
      align,
      nonNegative: true,
      pipeline: 0,
    },
    {
      kind: 'lp-fused',
      weights: [lp8, lp4, ternary],
      activation: lp8,
      converterFraction: 5,
      fraction: 3,
      align,
      nonNegative: false,
    },
  ]),
  ...(['truncate', 'floor-act'] as const).map(
    (align): DatapathOptions => ({
      kind: 'lp-linear',
      weight: lp4,
      activation: narrow8,
      converterFraction: 7,
      fraction: 4,
      align,
      nonNegative: false,
      bus: 'twos-complement',
    }),
  ),
];

/** That two tables are the same; much faster than to compare them by their printed difference. */
export function expectSame(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  expect(actual.findIndex((product, pair) => product !== expected[pair])).toBe(-1);
}
