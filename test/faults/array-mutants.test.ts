import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ArrayRole, arrayDesign } from '../../generator/index.ts';
import { arrayMutantConfigs } from '../support/array-fault-configs.ts';
import { harnessOf, judgeMutants } from './campaign.ts';
import { proveEquivalent } from './equivalence.ts';
import { type MutantBed, prepareMutants, withMutant } from './mutants.ts';

const SEED = 1;
/** The whole campaign is scripts/verify-mutants.ts. */
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
  let bed: MutantBed;
  beforeAll(async () => {
    const module = design.modules.find((each) => each.role === role);
    if (module === undefined) throw new RangeError(`no ${role}`);
    bed = await prepareMutants(design, module, { count, seed: SEED });
  });
  afterAll(() => bed.dispose());

  test('every mutant is reported or proven equivalent', async () => {
    const outcomes = await judgeMutants(bed, SEED);
    expect(outcomes).toHaveLength(count);
    expect(outcomes.filter(({ kind }) => kind === 'survived')).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === 'reported').length).toBeGreaterThan(count / 2);
  });

  test('the netlist without a mutation passes and is proven equal to itself', async () => {
    expect(await withMutant(bed, 0, await harnessOf(bed, SEED))).toBeNull();
    expect(await proveEquivalent(bed, 0)).toMatchObject({ kind: 'equivalent' });
  });

  test('a mutant that is reported is not proven equivalent', async () => {
    const outcomes = await judgeMutants(bed, SEED);
    const reported = outcomes.find(({ kind }) => kind === 'reported');
    expect(await proveEquivalent(bed, reported?.mutant.index ?? 0)).toMatchObject({
      kind: 'different',
    });
  });
});
