import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyDesign, Module } from '../../generator/index.ts';
import { harnessOf, judgeMutants, type MutantOutcome } from './campaign.ts';
import { proveEquivalent } from './equivalence.ts';
import { type MutantBed, prepareMutants, withMutant } from './mutants.ts';

const SEED = 1;

/** A module and how many mutants of it to judge. */
export interface MutantSample {
  readonly design: AnyDesign;
  readonly module: Module;
  readonly count: number;
}

/** Tests of one module's mutants; the whole campaign is scripts/verify-mutants.ts. */
export function mutantTests({ design, module, count }: MutantSample): void {
  let bed: MutantBed;
  let outcomes: MutantOutcome[];
  beforeAll(async () => {
    bed = await prepareMutants(design, module, { count, seed: SEED });
    outcomes = await judgeMutants(bed, SEED);
  });
  afterAll(() => bed.dispose());

  test('every mutant is reported or proven equivalent', () => {
    expect(outcomes).toHaveLength(count);
    expect(outcomes.filter(({ kind }) => kind === 'survived')).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === 'reported').length).toBeGreaterThan(count / 2);
  });

  test('the netlist without a mutation passes and is proven equal to itself', async () => {
    expect(await withMutant(bed, 0, await harnessOf(bed, SEED))).toBeNull();
    expect(await proveEquivalent(bed, 0)).toMatchObject({ kind: 'equivalent' });
  });

  test('a mutant that is reported is not proven equivalent', async () => {
    const reported = outcomes.find(({ kind }) => kind === 'reported');
    if (reported === undefined) throw new Error('no mutant is reported');
    expect(await proveEquivalent(bed, reported.mutant.index)).toMatchObject({
      kind: 'different',
      counterexample: expect.stringMatching(/\\(?:in|free)_\w+/),
    });
  });
}
