import { test } from 'vitest';
import { planDatapath } from '../../../generator/systolic/datapaths/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { checkDatapath } from '../../support/datapath-bench.ts';

const e4m3 = { kind: 'float', weight: 'e4m3', activation: 'e4m3', align: 'truncate' } as const;

const datapaths: Readonly<Record<string, DatapathOptions>> = {
  'E4M3, exact': { ...e4m3, fraction: 18 },
  'E4M3, cut': { ...e4m3, fraction: 4 },
};

for (const [name, options] of Object.entries(datapaths)) {
  test(`${name}: all words`, () => checkDatapath(planDatapath(options), openDatapath(options)));
}
