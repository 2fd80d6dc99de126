import { describe } from 'vitest';
import { type GridRole, systolicDesign } from '../../generator/index.ts';
import { systolicMutantConfigs } from '../support/systolic-mutant-configs.ts';
import { mutantTests } from './mutant-tests.ts';

/** With registers, a latch, and what only shows for words that may occur. */
const SAMPLES: readonly (readonly [GridRole | 'edge', number])[] = [
  ['clock-gate', 6],
  ['edge', 6],
  ['column', 6],
];
/** Joined columns, gated weights and clipped words. */
const CONFIG = 'g2';

const config = systolicMutantConfigs().find(({ name }) => name === CONFIG);
if (config === undefined) throw new RangeError(`no config ${CONFIG}`);
const design = systolicDesign(config);

describe.each(SAMPLES)('%s of a systolic grid', (role, count) => {
  const module = design.modules.find((each) => each.role === role);
  if (module === undefined) throw new RangeError(`no ${role}`);
  mutantTests({ design, module, count });
});
