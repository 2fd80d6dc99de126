import type { ArrayDesign, ArrayModule, ArrayRole } from '../../generator/index.ts';
import { arrayRuns, arraySource, isChecked } from '../../sim/array/modules.ts';
import { buildSimulator } from '../../sim/build.ts';
import { checkReset } from '../../sim/checks/reset.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { simulate } from '../../sim/simulate.ts';
import { forModule, type ModuleWorkload } from '../../sim/simulate-all.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import { benchOf } from '../../sim/verify.ts';
import { readRtl } from '../../system/rtl-files.ts';
import type { Harness } from './harness.ts';
import { keptWorkload } from './kept-workload.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 20 };

/**
 * The checks of `verify` that a change in one module of an array may show in: those of the whole array,
 * then its own. All that does not depend on the change is made once.
 */
export async function arrayHarness(
  design: ArrayDesign,
  module: ArrayModule,
  seed: number,
): Promise<Harness> {
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'array');
  const parts = checkedParts(design, module).map((part) => ({
    part,
    runs: keptRuns(design, part, seed),
  }));
  return async (directory) => {
    const sources = await readRtl(directory, design.config.name);
    for (const { part, runs } of parts) {
      const source = { sources, ...arraySource(design, part) };
      const command = await buildSimulator([source], tools, runtime);
      const simulator = { command, args: [String(seed)], cwd: directory };
      for (const { module: place, workload } of runs) {
        const end = await simulate(forModule(simulator, place), workload, LIMITS);
        if (end.kind === 'tool-missing') throw new Error(end.detail);
        if (end.kind === 'complete' && end.first === null) continue;
        const how = end.kind === 'complete' ? '' : `, ${end.kind}`;
        return `${part.role}: ${workload.name}${how}`;
      }
      const bench = benchOf(design, part);
      if (bench === null) continue;
      const { name, verdict } = await checkReset(sources, part, bench, tools, LIMITS.idleSeconds);
      if (verdict.kind !== 'pass') return `${part.role}: ${name}`;
    }
    return null;
  };
}

/** Roles of what is around an array. */
const AROUND: readonly ArrayRole[] = ['registers', 'sequencer', 'buffer', 'top'];

/**
 * The whole array, and the module on its own or, for what a PE is made of, in the PEs. What is around an
 * array shows in the accelerator only.
 */
function checkedParts({ modules }: ArrayDesign, module: ArrayModule): ArrayModule[] {
  if (AROUND.includes(module.role)) return modules.filter(({ role }) => role === 'top');
  const inPes = module.role === 'product' || module.role === 'antilog';
  const own = modules.filter((part) => (inPes ? part.role === 'pe' : part === module));
  const top = modules.filter(({ role }) => role === 'array');
  return [...top, ...own.filter((part) => isChecked(part) && part.role !== 'array')];
}

const kept = new WeakMap<ArrayDesign, Map<string, ModuleWorkload[]>>();

/** What a module is put through, made once for each design. */
function keptRuns(design: ArrayDesign, module: ArrayModule, seed: number): ModuleWorkload[] {
  const runs = kept.get(design) ?? new Map<string, ModuleWorkload[]>();
  kept.set(design, runs);
  const key = `${module.name} ${seed}`;
  const known =
    runs.get(key) ??
    arrayRuns(design, module, seed).map((run) => ({
      ...run,
      workload: keptWorkload(run.workload),
    }));
  runs.set(key, known);
  return known;
}
