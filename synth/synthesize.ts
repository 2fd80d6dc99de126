import type { Module } from '../generator/design.ts';
import { contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import { assembleModules } from './assemble.ts';
import type { YosysChoice } from './choose-yosys.ts';
import { mapToFpga } from './fpga/map-fpga.ts';
import type { FpgaFamily, FpgaReport } from './fpga/report.ts';
import { topNames } from './hierarchy.ts';
import { areaUnit, LIBRARY_LAYOUT } from './library.ts';
import { type MappedDesign, mapDesign } from './map-design.ts';
import { isMemory } from './memories.ts';
import { type Assembly, smallestAssembly, type TimedAssembly } from './points.ts';
import { prepare, type Setup } from './prepare.ts';
import { type Effort, recipesFor } from './recipes.ts';
import type { DesignFigures, PointName, SynthPoint, SynthReport } from './report.ts';
import { roundFigure } from './round.ts';
import { recipeHash } from './script.ts';
import { areaShares } from './shares.ts';
import { type DesignSources, readSources } from './sources.ts';
import type { Structure } from './structures.ts';
import { type TimedPoint, type TimedPoints, timePoints } from './time-points.ts';
import { GRID_METHOD, TIMING_METHOD, timingScriptHash } from './timing-script.ts';
import { isGrid, timingUnits } from './timing-units.ts';

/** What synthesis has to know of a design. */
export interface SynthDesign {
  readonly config: { readonly name: string };
  readonly modules: readonly Module[];
}

/** What is being worked on, for a progress line. */
export interface SynthProgress {
  readonly stage: 'library' | 'embedded' | 'area' | 'timing' | 'fpga';
  readonly module?: string;
  readonly recipe?: string;
}

export interface SynthOptions {
  /** Holds `<name>.f` and the files that it lists. */
  readonly directory: string;
  /** A .lib or .lib.gz file; the system's osu018 library where absent. */
  readonly liberty?: string;
  /** The system's Yosys where it has one, else the embedded one, where absent. */
  readonly yosys?: YosysChoice;
  /** How many recipes are tried; "normal" where absent. */
  readonly effort?: Effort;
  /** Counts the primitives of this FPGA family too. */
  readonly fpga?: FpgaFamily;
  /** Asks for the smallest netlist at this clock too: its period in ns. */
  readonly clockNs?: number;
  /** Writes the logic of all modules otherwise before it is mapped. */
  readonly structure?: Structure;
  /** Limit for each run of a tool. */
  readonly timeoutSeconds?: number;
  readonly onProgress?: (progress: SynthProgress) => void;
}

const TIMEOUT_SECONDS = 600;

/** A report, and the netlists that its points are the figures of. */
export interface SynthResult {
  readonly report: SynthReport;
  /** By the names of the report's points; wrappers of cells are inside of the modules that have them. */
  readonly assemblies: Readonly<Partial<Record<PointName, Assembly>>>;
}

/**
 * Maps each module of a design alone to a cell library by several recipes, times every combination
 * that matters, and reports the smallest, the fastest and, where a clock is given, the smallest at
 * that clock. What was mapped or timed before, under whatever name, comes from the memo. Same input,
 * same figures. Without OpenSTA there are areas only. Throws Failure: input (library, RTL),
 * tool-missing, tool-failed, timeout, io.
 */
export async function synthesize(design: SynthDesign, options: SynthOptions): Promise<SynthReport> {
  return (await synthesizePoints(design, options)).report;
}

/** The same with the netlists. */
export async function synthesizePoints(
  design: SynthDesign,
  options: SynthOptions,
): Promise<SynthResult> {
  const { directory, fpga, onProgress = () => {} } = options;
  const config = design.config.name;
  const watch = new Stopwatch();

  onProgress({ stage: 'library' });
  const setup = await watch.time('library', () =>
    prepare({
      liberty: options.liberty,
      yosys: options.yosys,
      recipes: recipesFor(options.effort ?? 'normal'),
      timeoutSeconds: options.timeoutSeconds ?? TIMEOUT_SECONDS,
      onEmbedded: () => onProgress({ stage: 'embedded' }),
    }),
  );

  const sources = await readSources(directory, config, design.modules);
  const hierarchy = { config, modules: design.modules };
  const mapped = await watch.time('area', () =>
    mapDesign(
      hierarchy,
      sources.texts,
      setup.recipes,
      { ...setup, structure: options.structure },
      (module, recipe) => onProgress({ stage: 'area', module, recipe }),
    ),
  );

  onProgress({ stage: 'timing' });
  const timed = await watch.time('timing', () => timePoints(mapped, options.clockNs, setup));
  const counted =
    fpga === undefined
      ? {}
      : {
          fpga: await watch.time('fpga', () =>
            countPrimitives(config, sources, mapped, fpga, setup, onProgress),
          ),
        };
  const report = {
    config,
    ...provenance(setup),
    rtlHash: sources.hash,
    ...figures(mapped, timed, setup),
    memories: design.modules.filter(isMemory).map(({ name }) => name),
    ...counted,
    seconds: watch.seconds(),
  };
  const assemblies = timed.points.map(({ name, timed: { assembly } }) => [name, assembly]);
  return { report, assemblies: Object.fromEntries(assemblies) };
}

/** Hash of all that makes figures of RTL: they compare only where it is the same. */
export function scriptHashOf({ recipes }: Pick<Setup, 'recipes'>): string {
  return contentHash(LIBRARY_LAYOUT, ...recipes.map(recipeHash), timingScriptHash);
}

function provenance({ yosys, sta, library, recipes }: Setup) {
  return {
    library: { name: library.name, file: library.file, hash: library.hash },
    tools: {
      [yosys.name]: yosys.version,
      ...(sta === null ? {} : { [sta.name]: sta.version }),
    },
    scriptHash: scriptHashOf({ recipes }),
  };
}

function figures(mapped: MappedDesign, timed: TimedPoints, setup: Setup) {
  const { points, uniform, clock, hits } = timed;
  const [small, ...others] = points.map((one) => point(one, setup));
  if (small === undefined) throw new Error('the smallest point is always there');
  const modules = [...mapped.variants.values()];
  const areaHits = modules.filter((all) => all.every(({ cached }) => cached)).length;
  const { name, recipe, ...own } = small;
  return {
    ...own,
    tops: topNames(points[0]?.timed.assembly ?? []),
    areaUnit: areaUnit(setup.library),
    nand2Area: setup.probe.nand2Area,
    timingNote: setup.timingNote,
    points: [small, ...others],
    ...(clock === undefined ? {} : { clock }),
    tried: uniform.map((one, index) => {
      const { totalArea, criticalPath } = designFigures(one, setup);
      const recipe = mapped.recipes[index]?.name ?? '';
      return { recipe, totalArea, ns: criticalPath?.ns ?? null };
    }),
    skipped: setup.skipped,
    cached: areaHits === modules.length && hits === modules.length,
    hits: { area: areaHits, timing: hits },
  };
}

function point({ name, timed }: TimedPoint, setup: Setup): SynthPoint {
  const recipes = new Set(timed.assembly.map(({ recipe }) => recipe));
  return { name, recipe: [...recipes].join(' + '), ...designFigures(timed, setup) };
}

function designFigures(timed: TimedAssembly, { probe, sta }: Setup): DesignFigures {
  const modules = assembleModules(timed, probe.nand2Area);
  const names = topNames(timed.assembly);
  const tops = modules.filter(({ name }) => names.includes(name));
  const totalArea = roundFigure(tops.reduce((sum, top) => sum + top.hierarchyArea, 0));
  const units = timingUnits(timed.assembly).map(({ top }) => top);
  const method = isGrid(timed.assembly) ? `${TIMING_METHOD}; ${GRID_METHOD}` : TIMING_METHOD;
  const paths = modules.flatMap(({ name, criticalPath }) =>
    criticalPath === null || !units.includes(name)
      ? []
      : [{ ...criticalPath, module: name, method }],
  );
  const [slowest] = paths.sort((left, right) => right.ns - left.ns);
  if (sta !== null && slowest === undefined) {
    throw new Failure('tool-failed', 'OpenSTA found no path in any module');
  }
  return {
    modules,
    totalArea,
    nand2: roundFigure(totalArea / probe.nand2Area),
    criticalPath: slowest ?? null,
    ...(isArray(timed) ? { shares: areaShares(timed.assembly) } : {}),
  };
}

function isArray({ assembly }: TimedAssembly): boolean {
  return assembly.some(({ description }) => description.role === 'array');
}

function countPrimitives(
  config: string,
  { texts }: DesignSources,
  mapped: MappedDesign,
  family: FpgaFamily,
  { yosys, timeoutSeconds }: Setup,
  onProgress: (progress: SynthProgress) => void,
): Promise<FpgaReport> {
  const design = { config, tops: topNames(smallestAssembly(mapped)), texts: [...texts.values()] };
  const onModule = (module: string) => onProgress({ stage: 'fpga', module });
  return mapToFpga(design, { family, yosys, timeoutSeconds, onModule });
}
