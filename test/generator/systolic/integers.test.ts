import { test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const array = { kind: 'int', multiplier: 'array', nonNegative: false } as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'int8 x int8': { ...array, weightBits: 8, activationBits: 8 },
  'int4 x unsigned 7': { ...array, weightBits: 4, activationBits: 8, nonNegative: true },
  'booth 8 x 8': { ...array, multiplier: 'booth', weightBits: 8, activationBits: 8 },
  'booth 4 x 7': {
    ...array,
    multiplier: 'booth',
    weightBits: 4,
    activationBits: 8,
    nonNegative: true,
  },
  'booth 5 x 6': { ...array, multiplier: 'booth', weightBits: 5, activationBits: 6 },
  'booth 2 x 3': {
    ...array,
    multiplier: 'booth',
    weightBits: 2,
    activationBits: 3,
    nonNegative: true,
  },
  'fused 842': { kind: 'int-fused', modes: [8, 4, 2] },
  'fused 84': { kind: 'int-fused', modes: [8, 4] },
  'fused 28': { kind: 'int-fused', modes: [2, 8] },
  'fused 24': { kind: 'int-fused', modes: [2, 4] },
  'fused 4': { kind: 'int-fused', modes: [4] },
};

for (const [name, options] of Object.entries(datapaths)) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}
