import { availableParallelism } from 'node:os';
import type { Design, ModuleDescription } from '../../generator/index.ts';
import type { VerifyReport } from '../../sim/index.ts';
import { runAll } from '../../sim/jobs.ts';
import { type Proof, proveEquivalent } from './equivalence.ts';
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
  | { readonly kind: 'equivalent'; readonly mutant: Mutant }
  | { readonly kind: 'survived'; readonly mutant: Mutant; readonly proof: Proof };

/** Verifies every mutant of a module; whatever passes must be proven equivalent to the original. */
export async function runCampaign(
  design: Design,
  module: ModuleDescription,
  options: MutantOptions & { readonly onProgress?: (outcome: MutantOutcome) => void },
): Promise<MutantOutcome[]> {
  const bed = await prepareMutants(design, module, options);
  try {
    if (await isReported(bed, 0, options.seed)) {
      throw new Error(`${module.name}: the netlist is reported without any mutation`);
    }
    const jobs = bed.mutants.map((mutant) => async () => {
      const outcome = await judge(bed, mutant, options.seed);
      options.onProgress?.(outcome);
      return outcome;
    });
    return await runAll(jobs, availableParallelism(), new AbortController());
  } finally {
    await bed.dispose();
  }
}

async function judge(bed: MutantBed, mutant: Mutant, seed: number): Promise<MutantOutcome> {
  if (await isReported(bed, mutant.index, seed)) return { kind: 'reported', mutant };
  const proof = await proveEquivalent(bed, mutant.index);
  return proof.kind === 'equivalent'
    ? { kind: 'equivalent', mutant }
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
