import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystolicDesign } from '../../generator/index.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { gridBenches } from '../../sim/systolic/benches.ts';
import { runGridBenches } from '../../sim/systolic/check-grid.ts';
import { QUICK } from '../../sim/systolic/scope.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import type { Workload } from '../../sim/workload.ts';
import { withStagingDirectory } from '../../system/files.ts';
import { readRtl } from '../../system/rtl-files.ts';
import { Stopwatch } from '../../system/stopwatch.ts';
import type { Harness } from './harness.ts';
import { keptWorkload } from './kept-workload.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 20 };

/** The checks of `verify`, one after another up to the first that fails; nothing remembers a pass. */
export async function systolicHarness(design: SystolicDesign, seed: number): Promise<Harness> {
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'array');
  const kept = keptWorkloads(design, seed);
  return async (directory) => {
    const sources = await readRtl(directory, design.config.name);
    const session = {
      ...{ sources, tools, runtime, seed, limits: LIMITS },
      stopwatch: new Stopwatch(),
      onProgress: () => {},
    };
    return withStagingDirectory(join(tmpdir(), 'logposit'), async (staging) => {
      const { benches } = await gridBenches(design, { sources, seed, directory: staging }, QUICK);
      for (const [place, bench] of benches.entries()) {
        for (const workload of bench.workloads) {
          // All benches in one simulator, as it is built for `verify`.
          const run = benches.map((each, at) => ({
            ...each,
            workloads: at === place ? [kept(workload)] : [],
          }));
          const [check] = await runGridBenches(session, run);
          const kind = check?.verdict.kind;
          if (kind === 'pass') continue;
          if (kind === 'tool-missing') throw new Error(`${workload.name}: ${kind}`);
          return kind === 'mismatch' ? workload.name : `${workload.name}, ${kind}`;
        }
      }
      return null;
    });
  };
}

const known = new WeakMap<SystolicDesign, Map<string, Workload>>();

/** Workloads of a design by name and seed, each with its golden values once they are made. */
function keptWorkloads(design: SystolicDesign, seed: number): (workload: Workload) => Workload {
  const workloads = known.get(design) ?? new Map<string, Workload>();
  known.set(design, workloads);
  return (workload) => {
    const key = `${workload.name} ${seed}`;
    const kept = workloads.get(key) ?? keptWorkload(workload);
    workloads.set(key, kept);
    return kept;
  };
}
