import { describe } from 'vitest';
import { type ArrayRole, arrayDesign } from '../../generator/index.ts';
import { arrayMutantConfigs } from '../support/array-fault-configs.ts';
import { mutantTests } from './mutant-tests.ts';

const SAMPLES: readonly (readonly [ArrayRole, number])[] = [
  ['control', 12],
  ['foot', 6],
];
/** Fixed formats, whose golden values are made soonest. */
const CONFIG = 'n1';

const config = arrayMutantConfigs().find(({ name }) => name === CONFIG);
if (config === undefined) throw new RangeError(`no config ${CONFIG}`);
const design = arrayDesign(config);

describe.each(SAMPLES)('%s of an array', (role, count) => {
  const module = design.modules.find((each) => each.role === role);
  if (module === undefined) throw new RangeError(`no ${role}`);
  mutantTests({ design, module, count });
});
