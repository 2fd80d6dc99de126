import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystolicDesign } from '../../generator/index.ts';
import { withStagingDirectory } from '../../system/files.ts';
import { isAlone, type RtlSources } from '../../system/rtl-files.ts';
import type { Stopwatch } from '../../system/stopwatch.ts';
import { buildSimulator, type ModuleSource } from '../build.ts';
import type { SimulationLimits } from '../exchange.ts';
import { checkOf } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { simulate } from '../simulate.ts';
import { forModule } from '../simulate-all.ts';
import type { SimulationTools } from '../tools.ts';
import type { Check, NotRun } from '../verdict.ts';
import { type GridBench, gridBenches } from './benches.ts';
import { type GridScope, QUICK } from './scope.ts';
import { arrayModule, type SystolicVerifiable } from './subject.ts';

export interface GridSession {
  readonly sources: RtlSources;
  readonly tools: SimulationTools;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly limits: SimulationLimits;
  readonly stopwatch: Stopwatch;
  readonly onProgress: (event: { readonly module: string; readonly check: string }) => void;
}

/** What was found, and what was not looked at. */
export interface GridResult {
  readonly checks: readonly Check[];
  readonly notRun: readonly NotRun[];
}

/** Compares a systolic grid with its contract. */
export function checkGrid(
  design: SystolicDesign,
  session: GridSession,
  scope: GridScope = QUICK,
): Promise<GridResult> {
  const { sources, seed } = session;
  return withStagingDirectory(join(tmpdir(), 'logposit'), async (directory) => {
    const { benches, notRun } = await gridBenches(design, { sources, seed, directory }, scope);
    return { checks: await runGridBenches(session, benches), notRun };
  });
}

/** The checks of grids that have the same PEs, all in one simulator. */
export async function runGridBenches(
  { sources, tools, runtime, seed, limits, stopwatch, onProgress }: GridSession,
  benches: readonly GridBench[],
): Promise<Check[]> {
  const [first] = benches;
  if (first === undefined) throw new RangeError('no grid to check');
  const called = calledModules(first.design, sources).filter(
    ({ module }) => module.role !== 'pe' || benches.some(({ callsPes }) => callsPes),
  );
  onProgress({ module: arrayModule(first.design).name, check: 'build' });
  const command = await stopwatch.time('build', () =>
    buildSimulator(
      benches.map((bench) => topOf(bench, called)),
      tools,
      runtime,
      called,
    ),
  );
  const simulator = { command, args: [String(seed)], cwd: sources.directory };
  const checks: Check[] = [];
  for (const [place, { design, workloads }] of benches.entries()) {
    const { name } = arrayModule(design);
    for (const workload of workloads) {
      onProgress({ module: name, check: workload.name });
      const end = await stopwatch.time('simulate', () =>
        simulate(forModule(simulator, place), workload, limits),
      );
      checks.push(checkOf(name, workload, end));
    }
  }
  return checks;
}

function topOf(
  { design, sources, callsPes }: GridBench,
  called: readonly ModuleSource[],
): ModuleSource {
  const calls = called
    .filter(({ module }) => callsPes || module.role !== 'pe')
    .map(({ module }) => module.name);
  const brief = callsPes ? { brief: true as const } : {};
  return { module: arrayModule(design), sources, systolic: true, calls, ...brief };
}

/**
 * Modules of which every PE, column or row has some, and the PE, where they can be taken out: all but
 * the PE are combinational.
 */
function calledModules({ modules }: SystolicVerifiable, sources: RtlSources): ModuleSource[] {
  const apart = modules.filter(({ name }) => isAlone(sources, name));
  const leaves = apart
    .filter(({ role }) => role === 'decoder' || role === 'product' || role === 'tree')
    .filter(({ latency }) => latency === 0);
  const calls = leaves.map(({ name }) => name);
  const pes = apart.filter(({ role }) => role === 'pe');
  return [
    ...leaves.map((module) => ({ module, sources })),
    ...pes.map((module) => ({ module, sources, calls })),
  ];
}
