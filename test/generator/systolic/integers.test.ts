import { test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const array = { kind: 'int', multiplier: 'array', nonNegative: false } as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'int8 x int8': { ...array, weightBits: 8, activationBits: 8 },
  'int4 x unsigned 7': { ...array, weightBits: 4, activationBits: 8, nonNegative: true },
};

for (const [name, options] of Object.entries(datapaths)) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}
