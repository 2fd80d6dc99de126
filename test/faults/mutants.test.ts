import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckedPe, design } from '../../generator/index.ts';
import { faultConfigs, variedConfigs } from '../support/varied-configs.ts';
import { harnessOf, judgeMutants } from './campaign.ts';
import { proveEquivalent } from './equivalence.ts';
import { type MutantBed, prepareMutants, withMutant } from './mutants.ts';

const SEED = 1;
/** The whole campaign is scripts/verify-mutants.ts; here small formats and few mutants. */
const COUNT = 12;
const COUNT_WITH_STAGES = 6;

/** Every module of a design, and a PE with stages and a floating sum. */
const MODULES = [
  ...modulesOf(variedConfigs(), 'v15', COUNT),
  ...modulesOf(faultConfigs(), 'f15', COUNT_WITH_STAGES).filter(
    ({ module }) => module.role === 'pe',
  ),
];

describe.each(MODULES.map((each) => [each.module.name, each] as const))('%s', (_, each) => {
  const { module, count } = each;
  let bed: MutantBed;
  beforeAll(async () => {
    bed = await prepareMutants(each.design, module, { count, seed: SEED });
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
    const reported = await firstReported(bed);
    expect(await proveEquivalent(bed, reported)).toMatchObject({
      kind: 'different',
      counterexample: expect.stringMatching(/\\in_\w+/),
    });
  });
});

function modulesOf(configs: readonly CheckedPe[], name: string, count: number) {
  const config = configs.find((each) => each.name === name);
  if (config === undefined) throw new RangeError(`no config ${name}`);
  const emitted = design(config);
  return emitted.modules.map((module) => ({ design: emitted, module, count }));
}

async function firstReported(bed: MutantBed): Promise<number> {
  const harness = await harnessOf(bed, SEED);
  for (const { index } of bed.mutants) {
    if ((await withMutant(bed, index, harness)) !== null) return index;
  }
  throw new Error('no mutant is reported');
}
