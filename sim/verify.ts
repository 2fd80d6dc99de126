import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type {
  ArrayDesign,
  ArrayModule,
  Module,
  ModuleDescription,
  SystolicDesign,
} from '../generator/design.ts';
import type { Requantise } from '../golden/exact/index.ts';
import { hashOf, type RtlSources, readRtl } from '../system/rtl-files.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import { acceleratorResetBench } from './accelerator/reset.ts';
import { acceleratorSubject } from './accelerator/subject.ts';
import { mergeChecks } from './array/merge.ts';
import { arrayRuns, arraySource, isChecked } from './array/modules.ts';
import { arrayResetBench } from './array/reset.ts';
import { refuseLargeArray } from './array/size-limit.ts';
import { buildSimulator, type ModuleSource } from './build.ts';
import { decoderChecks } from './checks/decoder.ts';
import { encoderChecks } from './checks/encoder.ts';
import { type PeDesign, peChecks } from './checks/pe.ts';
import { checkReset, peResetBench, type ResetBench } from './checks/reset.ts';
import { FULL, type Scope } from './checks/scope.ts';
import type { SimulationLimits, Simulator } from './exchange.ts';
import { runAll } from './jobs.ts';
import { type Layer, type LayerReport, layerCheck } from './layer/check.ts';
import { checkOf, isWhole, worstOf } from './results.ts';
import { prepareRuntime, type Runtime } from './runtime.ts';
import { simulate } from './simulate.ts';
import { forModule, type ModuleWorkload } from './simulate-all.ts';
import { checkGrid } from './systolic/check-grid.ts';
import type { GridScope } from './systolic/scope.ts';
import { findSimulationTools, type SimulationTools, toolVersions } from './tools.ts';
import type { Check, NotRun, VerifyReport } from './verdict.ts';
import type { Workload } from './workload.ts';

export interface VerifyOptions {
  /** Where the filelist lies. */
  readonly directory: string;
  /** Replays the random part of an earlier run; default: a new one. 0 to 2^32 - 1. */
  readonly seed?: number;
  /** For one run of a simulator. */
  readonly timeoutSeconds?: number;
  /** Its dot products go through the PE besides the usual checks. */
  readonly layer?: Layer;
  /** How much of a systolic grid is tried; default QUICK. */
  readonly gridScope?: GridScope;
  readonly onProgress?: (event: VerifyProgress) => void;
}

export interface VerifyProgress {
  readonly module: string;
  /** What begins. */
  readonly check: string;
}

/** A design with either kind of partial sum. */
export interface Verifiable extends PeDesign {
  readonly config: PeDesign['config'] & { readonly name: string };
  readonly requantise: Requantise;
  readonly modules: readonly ModuleDescription[];
}

/** A PE's design, an array's or a systolic grid's. */
export type AnyVerifiable = Verifiable | ArrayVerifiable | SystolicDesign;

export type ArrayVerifiable = Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic' | 'modules'>;

interface Session {
  readonly design: AnyVerifiable;
  readonly sources: RtlSources;
  readonly tools: SimulationTools;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly limits: SimulationLimits;
  /** For the layer's simulation: its length is up to the user. */
  readonly layerSeconds: number;
  readonly stopwatch: Stopwatch;
  readonly onProgress: (event: VerifyProgress) => void;
  readonly layer?: Layer;
  readonly gridScope?: GridScope;
}

/** What was found in one module. */
interface ModuleResult {
  readonly checks: readonly Check[];
  readonly notRun?: readonly NotRun[];
  readonly layer?: LayerReport;
}

interface LayerRun {
  readonly simulator: Simulator;
  readonly layer: Layer;
  /** Those that were made before. */
  readonly checks: readonly Check[];
}

const TIMEOUT_SECONDS = 600;
const IDLE_SECONDS = 30;
const LAYER_PRODUCTS_PER_SECOND = 1e5;
const SEEDS = 2 ** 32;

/**
 * Compares every module in a directory bit for bit with the golden model, files as they are.
 * Throws Failure (input, tool-missing, tool-failed) where nothing can be compared.
 */
export async function verify(design: AnyVerifiable, options: VerifyOptions): Promise<VerifyReport> {
  const stopwatch = new Stopwatch();
  refuseUnverifiable(design);
  const sources = await readRtl(options.directory, design.config.name);
  const tools = await findSimulationTools();
  const runtime = await stopwatch.time('build', () =>
    prepareRuntime(tools, isArray(design) || isSystolic(design) ? 'array' : 'run'),
  );
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
    layerSeconds: options.timeoutSeconds ?? TIMEOUT_SECONDS + longestTime(options.layer),
    stopwatch,
    onProgress: options.onProgress ?? (() => {}),
    ...(options.layer === undefined ? {} : { layer: options.layer }),
    ...(options.gridScope === undefined ? {} : { gridScope: options.gridScope }),
  };
  const results = await runAll(jobsOf(session), availableParallelism(), abort);
  return report(session, results);
}

/** Throws Failure (input) for a design that there is no simulating. */
export function refuseUnverifiable(design: AnyVerifiable): void {
  if (isArray(design)) refuseLargeArray(design.config.name, design.shape);
}

/** Seconds that the simulation of a layer may take, far more than it does. */
function longestTime(layer: Layer | undefined): number {
  if (layer === undefined) return 0;
  const { weights, activations } = layer;
  return (weights.count * weights.depth * activations.vectors) / LAYER_PRODUCTS_PER_SECOND;
}

/** A module's build overlaps the simulation of another one. */
function jobsOf(session: Session): (() => Promise<ModuleResult>)[] {
  const { design } = session;
  if (isSystolic(design)) return [() => checkGrid(design, session, session.gridScope)];
  return isArray(design)
    ? design.modules
        .filter(isChecked)
        .map((module) => () => checkArrayModule(session, design, module))
    : design.modules.map((module) => () => checkPeModule(session, design, module));
}

function isArray(design: AnyVerifiable): design is ArrayVerifiable {
  return 'shape' in design && !isSystolic(design);
}

function isSystolic(design: AnyVerifiable): design is SystolicDesign {
  return 'datapath' in design;
}

async function checkArrayModule(
  session: Session,
  design: ArrayVerifiable,
  module: ArrayModule,
): Promise<ModuleResult> {
  const runs = arrayRuns(design, module, session.seed);
  const source = { sources: session.sources, ...arraySource(design, module) };
  const { checks } = await checkModule(session, source, runs);
  if (module.role === 'pe') return { checks: byLane(runs, checks) };
  const bench = benchOf(design, module);
  if (bench === null) return { checks };
  return { checks: [...checks, await resetCheckOf(session, module, bench)] };
}

/** The four-state bench of a whole array or accelerator; null for its parts. */
export function benchOf(design: ArrayVerifiable, module: ArrayModule): ResetBench | null {
  if (module.role === 'array') return arrayResetBench(design.shape, module);
  return module.role === 'top' ? acceleratorResetBench(acceleratorSubject(design), module) : null;
}

/** One check for each lane of a PE, whatever the formats that it was tried with. */
function byLane(runs: readonly ModuleWorkload[], checks: readonly Check[]): Check[] {
  const lanes = [...new Set(runs.map((run) => run.module))];
  return lanes.map((lane) => {
    const its = checks.filter((_, index) => runs[index]?.module === lane);
    return mergeChecks(`lane ${lane}, products and sums`, its);
  });
}

async function checkPeModule(
  session: Session,
  design: Verifiable,
  module: ModuleDescription,
): Promise<ModuleResult> {
  const runs = workloadsOf(design, module, session.seed, FULL).map((workload) => ({
    module: 0,
    workload,
  }));
  const { simulator, checks } = await checkModule(
    session,
    { sources: session.sources, module },
    runs,
  );
  if (module.role !== 'pe') return { checks };
  checks.push(await resetCheckOf(session, module, peResetBench(module)));
  if (session.layer === undefined) return { checks };
  return checkLayer(session, design, module, { simulator, layer: session.layer, checks });
}

/** Builds a simulator of a module and compares what it answers. */
async function checkModule(
  { sources, tools, runtime, seed, limits, stopwatch, onProgress }: Session,
  source: ModuleSource,
  runs: readonly ModuleWorkload[],
): Promise<{ readonly simulator: Simulator; readonly checks: Check[] }> {
  const { name } = source.module;
  onProgress({ module: name, check: 'build' });
  const command = await stopwatch.time('build', () => buildSimulator([source], tools, runtime));
  const simulator = { command, args: [String(seed)], cwd: sources.directory };
  const checks: Check[] = [];
  for (const { module: place, workload } of runs) {
    onProgress({ module: name, check: workload.name });
    const end = await stopwatch.time('simulate', () =>
      simulate(forModule(simulator, place), workload, limits),
    );
    checks.push(checkOf(name, workload, end));
  }
  return { simulator, checks };
}

/** Adds a layer's dot products to the checks of a PE; figures only where every sum came out. */
async function checkLayer(
  { limits, layerSeconds, stopwatch, onProgress }: Session,
  design: Verifiable,
  pe: ModuleDescription,
  { simulator, layer, checks }: LayerRun,
): Promise<ModuleResult> {
  const channels = layer.weights.count;
  const { workload, report } = layerCheck(layer, {
    mac: design.mac,
    pe,
    onChannel: (channel) => {
      const check = `${workload.name}, channel ${channel + 1} of ${channels}`;
      onProgress({ module: pe.name, check });
    },
  });
  const end = await stopwatch.time('layer', () =>
    simulate(forModule(simulator, 0), workload, { ...limits, totalSeconds: layerSeconds }),
  );
  return {
    checks: [...checks, checkOf(pe.name, workload, end)],
    ...(end.kind === 'complete' ? { layer: report(end.mismatches) } : {}),
  };
}

function resetCheckOf(session: Session, module: Module, bench: ResetBench): Promise<Check> {
  const { sources, tools, limits, stopwatch, onProgress } = session;
  onProgress({ module: module.name, check: 'reset' });
  return stopwatch.time('reset', () =>
    checkReset(sources, module, bench, tools, limits.idleSeconds),
  );
}

/** The checks of one module of a design. */
export function workloadsOf(
  design: Verifiable,
  module: ModuleDescription,
  seed: number,
  scope: Scope = FULL,
): Workload[] {
  switch (module.role) {
    case 'decoder': {
      const operand = module.serves?.[0] ?? 'weight';
      return decoderChecks(design.mac[operand]);
    }
    case 'pe':
      return peChecks(design, module, seed, scope);
    case 'encoder':
      return encoderChecks(design.requantise, seed, scope);
  }
}

function report(session: Session, results: readonly ModuleResult[]): VerifyReport {
  const { design, seed, tools, stopwatch, sources } = session;
  const checks = results.flatMap((result) => result.checks);
  const layer = results.find((result) => result.layer !== undefined)?.layer;
  const notRun = results.flatMap((result) => result.notRun ?? []);
  const mismatches = checks.flatMap(({ verdict }) =>
    verdict.kind === 'mismatch' ? [verdict] : [],
  );
  return {
    config: design.config.name,
    verdict: worstOf(checks),
    vectors: checks.reduce((sum, { vectors }) => sum + vectors, 0),
    exhaustive: isSystolic(design) ? checks.some(isWhole) : isExhaustive(design.modules, checks),
    seed,
    mismatches: mismatches.reduce((sum, { count }) => sum + count, 0),
    firstMismatch: mismatches[0]?.first ?? null,
    checks,
    ...(notRun.length === 0 ? {} : { notRun }),
    ...(layer === undefined ? {} : { layer }),
    rtlHash: hashOf(sources),
    tools: toolVersions(tools),
    seconds: stopwatch.seconds(),
  };
}

/** Whether every word of each decoder and every pair of operand words of each PE was compared. */
function isExhaustive(modules: readonly Module[], checks: readonly Check[]): boolean {
  return modules
    .filter(({ role }) => role === 'decoder' || role === 'pe')
    .every(({ name }) => checks.some((check) => check.module === name && isWhole(check)));
}
