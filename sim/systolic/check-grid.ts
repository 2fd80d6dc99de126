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
import type { Workload } from '../workload.ts';
import { smallGridChecks, wholeGridChecks } from './checks.ts';
import { type GridScope, QUICK } from './scope.ts';
import { isSmall, smallGrid } from './small.ts';
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

/** A grid in a simulator, and what it is put through. */
export interface GridBench {
  readonly design: SystolicVerifiable;
  readonly sources: RtlSources;
  readonly workloads: readonly Workload[];
  /** Whether PEs are called too: only where their outputs are known to come from registers. */
  readonly callsPes: boolean;
}

/**
 * Compares a systolic grid with its contract: every pair of words in a small grid of the same PEs, then
 * the grid as large as it is.
 */
export async function checkGrid(
  design: SystolicDesign,
  session: GridSession,
  scope: GridScope = QUICK,
): Promise<GridResult> {
  const { sources, seed } = session;
  if (isSmall(design.shape)) {
    const workloads = smallGridChecks(design, seed, scope);
    const bench = { design, sources, workloads, callsPes: false };
    return { checks: await runGridBenches(session, [bench]), notRun: [] };
  }
  return withStagingDirectory(join(tmpdir(), 'logposit'), async (directory) => {
    const small = await smallGrid(design, sources, directory);
    const benches = [
      { ...small, workloads: smallGridChecks(small.design, seed, scope), callsPes: false },
    ];
    const whole = {
      design,
      sources,
      workloads: wholeGridChecks(design, seed, scope),
      callsPes: true,
    };
    const pes = design.shape.peRows * design.shape.cols;
    if (pes <= scope.mostPes) {
      return { checks: await runGridBenches(session, [...benches, whole]), notRun: [] };
    }
    const module = arrayModule(design).name;
    const reason = `${pes} PEs are more than the ${scope.mostPes} that are simulated`;
    return {
      checks: await runGridBenches(session, benches),
      notRun: whole.workloads.map(({ name }) => ({ module, name, reason })),
    };
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
