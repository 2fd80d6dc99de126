import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckedConfig } from '../../generator/config/schema.ts';
import { design, type ModuleDescription } from '../../generator/index.ts';
import { variedConfigs } from '../support/varied-configs.ts';
import { judgeMutants } from './campaign.ts';
import { proveEquivalent } from './equivalence.ts';
import { type MutantBed, prepareMutants, verifyMutant } from './mutants.ts';

const SEED = 1;
/** The whole campaign is scripts/verify-mutants.ts; here small formats and few mutants. */
const COUNT = 12;

const DESIGN = design(variedConfigs().find(({ name }) => name === 'v15') as CheckedConfig);

describe.each(DESIGN.modules.map((module) => [module.role, module] as const))('%s', (_, module) => {
  let bed: MutantBed;
  beforeAll(async () => {
    bed = await prepareMutants(DESIGN, module, { count: COUNT, seed: SEED });
  });
  afterAll(() => bed.dispose());

  test('every mutant is reported or proven equivalent', async () => {
    const outcomes = await judgeMutants(bed, SEED);
    expect(outcomes).toHaveLength(COUNT);
    expect(outcomes.filter(({ kind }) => kind === 'survived')).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === 'reported').length).toBeGreaterThan(COUNT / 2);
  });

  test('the netlist without a mutation passes and is proven equal to itself', async () => {
    expect((await verifyMutant(bed, 0, SEED)).verdict).toBe('pass');
    expect(await proveEquivalent(bed, 0)).toEqual({ kind: 'equivalent' });
  });

  test('a mutant that is reported is not proven equivalent', async () => {
    const reported = await firstReported(bed);
    expect(await proveEquivalent(bed, reported)).toMatchObject({
      kind: 'different',
      counterexample: expect.stringContaining(inputOf(module)),
    });
  });
});

async function firstReported(bed: MutantBed): Promise<number> {
  for (const { index } of bed.mutants) {
    if ((await verifyMutant(bed, index, SEED)).verdict !== 'pass') return index;
  }
  throw new Error('no mutant is reported');
}

function inputOf({ ports }: ModuleDescription): string {
  return `in_${ports.findLast(({ direction }) => direction === 'input')?.name}`;
}
