import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Design, ModuleDescription } from '../../generator/design.ts';
import { design, writeDesign } from '../../generator/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { buildSimulator, type ModuleSource } from '../../sim/build.ts';
import { REGRESSION } from '../../sim/checks/scope.ts';
import type { SimulationLimits } from '../../sim/exchange.ts';
import type { Runtime } from '../../sim/runtime.ts';
import type { SimulationEnd } from '../../sim/simulate.ts';
import { simulateAll } from '../../sim/simulate-all.ts';
import type { SimulationTools } from '../../sim/tools.ts';
import { checkOf, workloadsOf } from '../../sim/verify.ts';
import { contentHash } from '../../system/cache.ts';
import { removeOnInterrupt } from '../../system/interrupt.ts';
import { hashOf, readRtl, sourcesOf } from '../../system/rtl-files.ts';
import type { Pair } from './plan.ts';
import type { ModuleResult, PairResult } from './result.ts';

export interface Session {
  readonly tools: SimulationTools;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly limits: SimulationLimits;
  /** Modules that were verified or are being verified, by RTL and parameters. */
  readonly claimed: Set<string>;
}

/** A module of a pair's designs that no other pair has. */
interface Subject extends ModuleSource {
  readonly design: Design;
  readonly rtlHash: string;
}

/** Emits a pair's designs and simulates their modules in one process. */
export async function verifyPair(pair: Pair, index: number, session: Session): Promise<PairResult> {
  const scratch = await mkdtemp(join(tmpdir(), 'logposit-formats-'));
  const release = removeOnInterrupt(scratch);
  try {
    const designs = pair.configs.map((config) => design(config));
    const subjects: Subject[] = [];
    const hashes: PairResult['designs'][number][] = [];
    const needs: string[] = [];
    const claims: string[] = [];
    for (const emitted of designs) {
      const directory = join(scratch, emitted.config.name);
      await writeDesign(emitted, directory);
      const sources = await readRtl(directory, emitted.config.name);
      hashes.push({ config: emitted.config.name, rtlHash: hashOf(sources) });
      for (const module of emitted.modules) {
        const rtlHash = hashOf(sourcesOf(sources, module.name));
        const key = identity(emitted, module, rtlHash);
        needs.push(key);
        if (session.claimed.has(key)) continue;
        session.claimed.add(key);
        claims.push(key);
        subjects.push({ design: emitted, sources, module, rtlHash });
      }
    }
    const { name, group } = pair;
    const modules = await simulateSubjects(subjects, session);
    return { index, name, group, needs, claims, designs: hashes, modules };
  } finally {
    await rm(scratch, { recursive: true });
    release();
  }
}

/**
 * What a module's checks follow from. The same text under other parameters is another module: a
 * generator that ignores a parameter must not pass for that.
 */
function identity(
  { mac, requantise, config }: Design,
  { role, serves, latency }: ModuleDescription,
  rtlHash: string,
): string {
  const parameters = {
    decoder: () => serves?.map((operand) => shape(mac[operand]))[0],
    pe: () => [
      { ...mac, weight: shape(mac.weight), activation: shape(mac.activation) },
      latency,
      config.accumulator.depth,
    ],
    encoder: () => ({ ...requantise, output: shape(requantise.output) }),
  }[role]();
  const text = JSON.stringify(parameters, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  return contentHash(role, rtlHash, text);
}

function shape({ n, es, rs }: LpFormat): number[] {
  return [n, es, rs];
}

async function simulateSubjects(
  subjects: readonly Subject[],
  session: Session,
): Promise<ModuleResult[]> {
  if (subjects.length === 0) return [];
  const { tools, runtime, seed, limits } = session;
  const command = await buildSimulator(subjects, tools, runtime);
  const cwd = (subjects[0] as Subject).sources.directory;
  const jobs = subjects.flatMap((subject, module) =>
    workloadsOf(subject.design, subject.module, seed, REGRESSION).map((workload) => ({
      module,
      workload,
    })),
  );
  const ends = await simulateAll({ command, args: [String(seed)], cwd }, jobs, limits);
  return subjects.map(({ module, rtlHash }, place) => ({
    module: module.name,
    role: module.role,
    rtlHash,
    checks: jobs.flatMap((job, at) =>
      job.module === place ? [checkOf(module.name, job.workload, ends[at] as SimulationEnd)] : [],
    ),
  }));
}
