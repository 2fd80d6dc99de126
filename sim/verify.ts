import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type Resolved, requireFixed } from '../generator/config/resolve.ts';
import type { ModuleDescription } from '../generator/design.ts';
import { hashOf, type RtlSources, readRtl } from '../system/rtl-files.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import { buildSimulator } from './build.ts';
import { decoderChecks } from './checks/decoder.ts';
import { encoderChecks } from './checks/encoder.ts';
import { peChecks } from './checks/pe.ts';
import { checkReset } from './checks/reset.ts';
import type { SimulationLimits } from './exchange.ts';
import { runAll } from './jobs.ts';
import { prepareRuntime, type Runtime } from './runtime.ts';
import { simulate } from './simulate.ts';
import { forModule } from './simulate-all.ts';
import { findSimulationTools, type SimulationTools, toolVersions } from './tools.ts';
import { type Check, VERDICT_ORDER, type Verdict, type VerifyReport } from './verdict.ts';
import type { Workload } from './workload.ts';

export interface VerifyOptions {
  /** Where the filelist lies. */
  readonly directory: string;
  /** Replays the random part of an earlier run; default: a new one. 0 to 2^32 - 1. */
  readonly seed?: number;
  /** For one run of a simulator. */
  readonly timeoutSeconds?: number;
  readonly onProgress?: (event: VerifyProgress) => void;
}

export interface VerifyProgress {
  readonly module: string;
  /** What begins. */
  readonly check: string;
}

export type Verifiable = Resolved & { readonly modules: readonly ModuleDescription[] };

interface Session {
  readonly design: Verifiable;
  readonly sources: RtlSources;
  readonly tools: SimulationTools;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly limits: SimulationLimits;
  readonly stopwatch: Stopwatch;
  readonly onProgress: (event: VerifyProgress) => void;
}

const TIMEOUT_SECONDS = 600;
const IDLE_SECONDS = 30;
const SEEDS = 2 ** 32;

/**
 * Compares every module in a directory bit for bit with the golden model, files as they are.
 * Throws Failure (input, tool-missing, tool-failed) where nothing can be compared.
 */
export async function verify(design: Verifiable, options: VerifyOptions): Promise<VerifyReport> {
  const stopwatch = new Stopwatch();
  const sources = await readRtl(options.directory, design.config.name);
  const tools = await findSimulationTools();
  const runtime = await stopwatch.time('build', () => prepareRuntime(tools));
  const seed = options.seed ?? randomInt(SEEDS);
  const totalSeconds = options.timeoutSeconds ?? TIMEOUT_SECONDS;
  const abort = new AbortController();
  const session: Session = {
    design,
    sources,
    tools,
    runtime,
    seed,
    limits: {
      totalSeconds,
      idleSeconds: Math.min(IDLE_SECONDS, totalSeconds),
      signal: abort.signal,
    },
    stopwatch,
    onProgress: options.onProgress ?? (() => {}),
  };
  const checks = await runAll(jobsOf(session), availableParallelism(), abort);
  return report(session, checks.flat());
}

/** A module's build overlaps the simulation of another one. */
function jobsOf(session: Session): (() => Promise<Check[]>)[] {
  return session.design.modules.map((module) => () => checkModule(session, module));
}

async function checkModule(session: Session, module: ModuleDescription): Promise<Check[]> {
  const { sources, tools, runtime, stopwatch, onProgress } = session;
  onProgress({ module: module.name, check: 'build' });
  const command = await stopwatch.time('build', () =>
    buildSimulator([{ sources, module }], tools, runtime),
  );
  const simulator = { command, args: [String(session.seed)], cwd: sources.directory };
  const checks: Check[] = [];
  for (const workload of workloadsOf(session, module)) {
    onProgress({ module: module.name, check: workload.name });
    const end = await stopwatch.time('simulate', () =>
      simulate(forModule(simulator, 0), workload, session.limits),
    );
    checks.push(checkOf(module.name, workload, end));
  }
  return module.role === 'pe' ? [...checks, await resetCheckOf(session, module)] : checks;
}

function resetCheckOf(session: Session, module: ModuleDescription): Promise<Check> {
  const { sources, tools, limits, stopwatch, onProgress } = session;
  onProgress({ module: module.name, check: 'reset' });
  return stopwatch.time('reset', () => checkReset(sources, module, tools, limits.idleSeconds));
}

function workloadsOf({ design, seed }: Session, module: ModuleDescription): Workload[] {
  switch (module.role) {
    case 'decoder': {
      const operand = module.serves?.[0] ?? 'weight';
      return decoderChecks(design.mac[operand]);
    }
    case 'pe':
      return peChecks(requireFixed(design), module.latency, seed);
    case 'encoder':
      return encoderChecks(requireFixed(design).requantise, seed);
  }
}

/** What a run says of the module under test. */
export function checkOf(
  module: string,
  workload: Workload,
  end: Awaited<ReturnType<typeof simulate>>,
): Check {
  const common = { module, name: workload.name, exhaustive: workload.exhaustive };
  if (end.kind !== 'complete') {
    return { ...common, vectors: vectorsOf(end), verdict: end };
  }
  const { vectors, mismatches, first } = end;
  if (first === null) return { ...common, vectors, verdict: { kind: 'pass' } };
  const mismatch = {
    module,
    check: workload.name,
    index: first.index,
    ...workload.explain(first),
  };
  return { ...common, vectors, verdict: { kind: 'mismatch', count: mismatches, first: mismatch } };
}

/** Vectors that were answered before a run broke off. */
function vectorsOf(verdict: Verdict): number {
  switch (verdict.kind) {
    case 'short-output':
      return verdict.got;
    case 'long-output':
      return verdict.expected;
    case 'crashed':
    case 'timeout':
      return verdict.after;
    default:
      return 0;
  }
}

function report(session: Session, checks: readonly Check[]): VerifyReport {
  const { design, seed, tools, stopwatch, sources } = session;
  const mismatches = checks.flatMap(({ verdict }) =>
    verdict.kind === 'mismatch' ? [verdict] : [],
  );
  return {
    config: design.config.name,
    verdict: worstOf(checks),
    vectors: checks.reduce((sum, { vectors }) => sum + vectors, 0),
    exhaustive: isExhaustive(design.modules, checks),
    seed,
    mismatches: mismatches.reduce((sum, { count }) => sum + count, 0),
    firstMismatch: mismatches[0]?.first ?? null,
    checks,
    rtlHash: hashOf(sources),
    tools: toolVersions(tools),
    seconds: stopwatch.seconds(),
  };
}

/** A pass needs checks that passed: none at all is no pass. */
function worstOf(checks: readonly Check[]): Verdict['kind'] {
  if (checks.length === 0) throw new RangeError('a verification needs at least one check');
  const kinds = new Set(checks.map(({ verdict }) => verdict.kind));
  return VERDICT_ORDER.find((kind) => kinds.has(kind)) ?? 'pass';
}

/** A check of all inputs that was carried to its end. */
function isWhole({ exhaustive, verdict }: Check): boolean {
  return exhaustive && (verdict.kind === 'pass' || verdict.kind === 'mismatch');
}

/** Whether every word of each decoder and every pair of operand words of each PE was compared. */
function isExhaustive(modules: readonly ModuleDescription[], checks: readonly Check[]): boolean {
  return modules
    .filter(({ role }) => role !== 'encoder')
    .every(({ name }) => checks.some((check) => check.module === name && isWhole(check)));
}
