import type { SystolicDesign } from '../../generator/index.ts';
import type { RtlSources } from '../../system/rtl-files.ts';
import type { NotRun } from '../verdict.ts';
import type { Workload } from '../workload.ts';
import { smallGridChecks, wholeGridChecks } from './checks.ts';
import type { GridScope } from './scope.ts';
import { isSmall, smallGrid } from './small.ts';
import { arrayModule, type SystolicVerifiable } from './subject.ts';

/** A grid in a simulator, and what it is put through. */
export interface GridBench {
  readonly design: SystolicVerifiable;
  readonly sources: RtlSources;
  readonly workloads: readonly Workload[];
  /** Whether PEs are called too: only where their outputs are known to come from registers. */
  readonly callsPes: boolean;
}

/** The RTL of a grid, and where files of a smaller one may be written. */
export interface GridRtl {
  readonly sources: RtlSources;
  readonly seed: number;
  readonly directory: string;
}

/** Every pair of words in a small grid of the same PEs, then the grid as large as it is. */
export async function gridBenches(
  design: SystolicDesign,
  { sources, seed, directory }: GridRtl,
  scope: GridScope,
): Promise<{ readonly benches: readonly GridBench[]; readonly notRun: readonly NotRun[] }> {
  if (isSmall(design.shape)) {
    const workloads = smallGridChecks(design, seed, scope);
    return { benches: [{ design, sources, workloads, callsPes: false }], notRun: [] };
  }
  const small = await smallGrid(design, sources, directory);
  const pairs = {
    ...small,
    workloads: smallGridChecks(small.design, seed, scope),
    callsPes: false,
  };
  const workloads = wholeGridChecks(design, seed, scope);
  const pes = design.shape.peRows * design.shape.cols;
  if (pes <= scope.mostPes) {
    return { benches: [pairs, { design, sources, workloads, callsPes: true }], notRun: [] };
  }
  const module = arrayModule(design).name;
  const reason = `${pes} PEs are more than the ${scope.mostPes} that are simulated`;
  return { benches: [pairs], notRun: workloads.map(({ name }) => ({ module, name, reason })) };
}
