import { availableParallelism } from 'node:os';
import type { Design, ModuleDescription } from '../../generator/index.ts';
import type { VerifyReport } from '../../sim/index.ts';
import { runAll } from '../../sim/jobs.ts';
import { type Proof, proofText, proveEquivalent } from './equivalence.ts';
import {
  type Mutant,
  type MutantBed,
  type MutantOptions,
  prepareMutants,
  verifyMutant,
} from './mutants.ts';

/** What became of one mutant. */
export type MutantOutcome =
  | { readonly kind: 'reported'; readonly mutant: Mutant }
  | { readonly kind: 'equivalent'; readonly mutant: Mutant; readonly why: string }
  | { readonly kind: 'survived'; readonly mutant: Mutant; readonly proof: Proof };

type OnProgress = (outcome: MutantOutcome) => void;

/** Makes mutants of a module and judges each; the bed is gone afterwards. */
export async function runCampaign(
  design: Design,
  module: ModuleDescription,
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
  if (await isReported(bed, 0, seed)) {
    throw new Error(`${bed.module.name}: the netlist is reported without any mutation`);
  }
  const jobs = bed.mutants.map((mutant) => async () => {
    const outcome = await judge(bed, mutant, seed);
    onProgress(outcome);
    return outcome;
  });
  return runAll(jobs, availableParallelism(), new AbortController());
}

async function judge(bed: MutantBed, mutant: Mutant, seed: number): Promise<MutantOutcome> {
  if (await isReported(bed, mutant.index, seed)) return { kind: 'reported', mutant };
  const proof = await proveEquivalent(bed, mutant.index);
  return proof.kind === 'equivalent'
    ? { kind: 'equivalent', mutant, why: proofText(proof, bed.module) }
    : { kind: 'survived', mutant, proof };
}

/** A run that broke off says nothing of the mutant. */
async function isReported(bed: MutantBed, index: number, seed: number): Promise<boolean> {
  const report: VerifyReport = await verifyMutant(bed, index, seed);
  switch (report.verdict) {
    case 'pass':
      return false;
    case 'mismatch':
    case 'unknown-state':
      return true;
    default:
      throw new Error(`${bed.module.name}, mutant ${index}: ${report.verdict}`);
  }
}
