import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Design,
  design,
  type FixedResolved,
  peSchema,
  requireFixed,
  writeDesign,
} from '../../generator/index.ts';
import { createMac } from '../../golden/fast/index.ts';
import { buildSimulator, type ModuleSource } from '../../sim/build.ts';
import { WORD_OPERANDS } from '../../sim/checks/operand-form.ts';
import { streamCheck } from '../../sim/checks/pe-streams.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { simulateAll } from '../../sim/simulate-all.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import type { Workload } from '../../sim/workload.ts';
import { readRtl } from '../../system/rtl-files.ts';
import type { RtlTask } from './check-layer.ts';
import { ACTIVATION, type Shape } from './layers.ts';
import { streamOfSums } from './sums.ts';

export interface RtlResult {
  /** Widths that were built, in bits. */
  readonly widths: readonly number[];
  /** Clock cycles that were compared. */
  readonly cycles: number;
  /** Cycles in which the RTL and the golden model differ: there must be none. */
  readonly mismatches: number;
}

const LIMITS = { totalSeconds: 600, idleSeconds: 60 };
const SEED = 1;

/** Puts every sum through a PE of its width, all widths in one simulator, clock by clock. */
export async function runOnRtl(shape: Shape, tasks: readonly RtlTask[]): Promise<RtlResult> {
  const widths = [...new Set(tasks.map(({ P }) => P))].sort((a, b) => a - b);
  const scratch = await mkdtemp(join(tmpdir(), 'logposit-widths-'));
  try {
    const designs = widths.map((P) => designOf(shape, P));
    const modules = await Promise.all(designs.map((emitted) => emit(emitted, scratch)));
    const tools = await findSimulationTools();
    const command = await buildSimulator(modules, tools, await prepareRuntime(tools));
    const simulator = { command, args: [String(SEED)], cwd: scratch };
    const runs = designs.map((emitted, index) => ({
      module: index,
      workload: workloadOf(requireFixed(emitted), tasks),
    }));
    const ends = await simulateAll(simulator, runs, LIMITS);
    let [cycles, mismatches] = [0, 0];
    for (const [index, end] of ends.entries()) {
      const { name } = (runs[index] as (typeof runs)[number]).workload;
      if (end.kind !== 'complete') throw new Error(`${name}: ${JSON.stringify(end)}`);
      cycles += end.vectors;
      mismatches += end.mismatches;
    }
    return { widths, cycles, mismatches };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function workloadOf({ mac, derived }: FixedResolved, tasks: readonly RtlTask[]): Workload {
  return streamCheck({
    name: `sums in ${derived.P} bits`,
    parameters: mac,
    operands: WORD_OPERANDS,
    mac: createMac(mac),
    latency: 1,
    streams: tasks
      .filter(({ P }) => P === derived.P)
      .map(
        ({ sums, P }) =>
          () =>
            streamOfSums(sums, P),
      ),
  });
}

function designOf(weight: Shape, width: number): Design {
  const name = `p${width}`;
  return design(peSchema.parse({ name, weight, activation: ACTIVATION, accumulator: { width } }));
}

async function emit(emitted: Design, scratch: string): Promise<ModuleSource> {
  const directory = join(scratch, emitted.config.name);
  await writeDesign(emitted, directory);
  const module = emitted.modules.find(({ role }) => role === 'pe');
  if (module === undefined) throw new Error('a design has a PE');
  return { sources: await readRtl(directory, emitted.config.name), module };
}
