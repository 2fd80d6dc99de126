import { writeDesign } from '../../generator/index.ts';
import { buildSimulator } from '../../sim/build.ts';
import { REGRESSION } from '../../sim/checks/scope.ts';
import type { SimulationLimits } from '../../sim/exchange.ts';
import { checkOf } from '../../sim/results.ts';
import type { Runtime } from '../../sim/runtime.ts';
import type { SimulationEnd } from '../../sim/simulate.ts';
import { simulateAll } from '../../sim/simulate-all.ts';
import type { SimulationTools } from '../../sim/tools.ts';
import { workloadsOf } from '../../sim/verify.ts';
import { hashOf } from '../../system/rtl-files.ts';
import type { ModuleResult, PairResult } from './result.ts';
import type { EmittedPair } from './subjects.ts';

export interface Session {
  readonly tools: SimulationTools;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly limits: SimulationLimits;
  /** Where memory contents would be found: the designs have none. */
  readonly directory: string;
}

/** Builds all modules that the pairs are to verify into one simulator and runs it once. */
export async function verifyBatch(
  pairs: readonly EmittedPair[],
  session: Session,
): Promise<PairResult[]> {
  const modules = await simulateSubjects(pairs, session);
  return pairs.map(({ index, name, group, needs, claims, designs }) => ({
    index,
    name,
    group,
    needs,
    claims,
    designs: designs.map(({ design, sources }) => ({
      config: design.config.name,
      rtlHash: hashOf(sources),
    })),
    modules: modules.get(index) ?? [],
  }));
}

/** Results by index of the pair. */
async function simulateSubjects(
  pairs: readonly EmittedPair[],
  { tools, runtime, seed, limits, directory }: Session,
): Promise<Map<number, ModuleResult[]>> {
  const subjects = pairs.flatMap(({ index, subjects }) =>
    subjects.map((subject) => ({ ...subject, pair: index })),
  );
  if (subjects.length === 0) return new Map();
  for (const { design, sources } of pairs.flatMap(({ designs }) => designs)) {
    await writeDesign(design, sources.directory);
  }
  const command = await buildSimulator(subjects, tools, runtime);
  const jobs = subjects.flatMap(({ design, module }, place) =>
    workloadsOf(design, module, seed, REGRESSION).map((workload) => ({ module: place, workload })),
  );
  const ends = await simulateAll({ command, args: [String(seed)], cwd: directory }, jobs, limits);
  const results = new Map<number, ModuleResult[]>(pairs.map(({ index }) => [index, []]));
  for (const [place, { module, rtlHash, pair }] of subjects.entries()) {
    const checks = jobs.flatMap((job, at) =>
      job.module === place ? [checkOf(module.name, job.workload, ends[at] as SimulationEnd)] : [],
    );
    results.get(pair)?.push({ module: module.name, role: module.role, rtlHash, checks });
  }
  return results;
}
