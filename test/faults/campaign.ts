import { availableParallelism } from 'node:os';
import {
  type AnyDesign,
  type ArrayModule,
  isArrayDesign,
  isSystolicDesign,
  type Module,
  type ModuleDescription,
} from '../../generator/index.ts';
import { verify } from '../../sim/index.ts';
import { runAll } from '../../sim/jobs.ts';
import type { Verifiable } from '../../sim/verify.ts';
import { arrayHarness } from './array-harness.ts';
import { type Proof, proofText, proveEquivalent } from './equivalence.ts';
import type { Harness } from './harness.ts';
import {
  type Mutant,
  type MutantBed,
  type MutantOptions,
  prepareMutants,
  withMutant,
} from './mutants.ts';
import { systolicHarness } from './systolic-harness.ts';

/** What became of one mutant. */
export type MutantOutcome =
  | { readonly kind: 'reported'; readonly mutant: Mutant; readonly by: string }
  | { readonly kind: 'equivalent'; readonly mutant: Mutant; readonly why: string }
  | { readonly kind: 'survived'; readonly mutant: Mutant; readonly proof: Proof };

type OnProgress = (outcome: MutantOutcome) => void;

/** Makes mutants of a module and judges each; the bed is gone afterwards. */
export async function runCampaign(
  design: AnyDesign,
  module: Module,
  options: MutantOptions & { readonly onProgress?: OnProgress },
): Promise<MutantOutcome[]> {
  const bed = await prepareMutants(design, module, options);
  try {
    return await judgeMutants(bed, options.seed, options.onProgress);
  } finally {
    await bed.dispose();
  }
}

/** Verifies every mutant; what passes must be proven equivalent to the module without mutations. */
export async function judgeMutants(
  bed: MutantBed,
  seed: number,
  onProgress: OnProgress = () => {},
): Promise<MutantOutcome[]> {
  const harness = await harnessOf(bed, seed);
  if ((await withMutant(bed, 0, harness)) !== null) {
    throw new Error(`${bed.module.name}: the netlist is reported without any mutation`);
  }
  const jobs = bed.mutants.map((mutant) => async () => {
    const outcome = await judge(bed, mutant, harness);
    onProgress(outcome);
    return outcome;
  });
  return runAll(jobs, availableParallelism(), new AbortController());
}

async function judge(bed: MutantBed, mutant: Mutant, harness: Harness): Promise<MutantOutcome> {
  const by = await withMutant(bed, mutant.index, harness);
  if (by !== null) return { kind: 'reported', mutant, by };
  const proof = await proveEquivalent(bed, mutant.index);
  return proof.kind === 'equivalent'
    ? { kind: 'equivalent', mutant, why: proofText(proof, bed.design, bed.module) }
    : { kind: 'survived', mutant, proof };
}

/** What a module's mutants are put through. */
export async function harnessOf({ design, module }: MutantBed, seed: number): Promise<Harness> {
  if (isSystolicDesign(design)) return systolicHarness(design, seed);
  return isArrayDesign(design)
    ? arrayHarness(design, module as ArrayModule, seed)
    : (directory) =>
        firstFailing({ ...design, modules: [module as ModuleDescription] }, directory, seed);
}

/** A run that broke off says nothing of the mutant. */
async function firstFailing(
  design: Verifiable,
  directory: string,
  seed: number,
): Promise<string | null> {
  const { verdict, checks } = await verify(design, { directory, seed });
  switch (verdict) {
    case 'pass':
      return null;
    case 'mismatch':
    case 'unknown-state':
      return checks.find((check) => check.verdict.kind === verdict)?.name ?? verdict;
    default:
      throw new Error(`${design.config.name}: ${verdict}`);
  }
}
