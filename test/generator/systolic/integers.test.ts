import { expect, test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const int8 = {
  kind: 'int',
  weightBits: 8,
  activationBits: 8,
  multiplier: 'booth',
  nonNegative: false,
} as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'int8 x int8, an array': { ...int8, multiplier: 'array' },
  'int3 x uint6, an array': {
    ...int8,
    multiplier: 'array',
    weightBits: 3,
    activationBits: 7,
    nonNegative: true,
  },
  'int8 x int8': int8,
  'int4 x uint7': { ...int8, weightBits: 4, nonNegative: true },
  'int7 x int3': { ...int8, weightBits: 7, activationBits: 3 },
  'int2 x uint1': { ...int8, weightBits: 2, activationBits: 2, nonNegative: true },
  'pairs of int8 x int8': { ...int8, multiplier: 'pairs' },
  'pairs of int4 x uint7': { ...int8, multiplier: 'pairs', weightBits: 4, nonNegative: true },
  'int8, 2 x int4 or 4 x int2': { kind: 'int-fused', modes: [8, 4, 2] },
  '4 x int2 or int8': { kind: 'int-fused', modes: [2, 8] },
  '2 x int4 alone': { kind: 'int-fused', modes: [4] },
  'int8 or 2 x int4 of units': { kind: 'int-units', types: 'int' },
  'int8 or 2 x a type of ANT': { kind: 'int-units', types: 'ant' },
  'powers of two': { kind: 'pot', nonNegative: false },
  'powers of two x uint7': { kind: 'pot', nonNegative: true },
  'flint x int8': { kind: 'flint', activation: 'int8' },
  'flint x flint': { kind: 'flint', activation: 'flint4' },
};

for (const [name, options] of Object.entries(datapaths)) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}

test('what a full adder or a flip-flop is for: bits of the sum, that PEs hold and that they are sent', () => {
  const bitsOf = (options: DatapathOptions) => {
    const { terms, storedBits, busBits } = planDatapath(options);
    return [terms.length, storedBits, busBits];
  };
  expect(bitsOf({ ...int8, multiplier: 'array' })).toEqual([64, 8, 8]);
  expect(bitsOf(int8)).toEqual([37, 12, 16]);
  expect(bitsOf({ ...int8, weightBits: 4 })).toEqual([19, 6, 16]);
  expect(bitsOf({ kind: 'int-fused', modes: [8, 4, 2] })).toEqual([77, 12, 16]);
  expect(bitsOf({ kind: 'int-fused', modes: [8, 4] })).toEqual([57, 12, 16]);
  expect(bitsOf({ kind: 'int-units', types: 'ant' })).toEqual([62, 16, 16]);
  expect(bitsOf({ kind: 'pot', nonNegative: false })).toEqual([15, 4, 16]);
  expect(bitsOf({ kind: 'flint', activation: 'int8' })).toEqual([14, 4, 17]);
  expect(bitsOf({ kind: 'flint', activation: 'flint4' })).toEqual([11, 4, 11]);
});
