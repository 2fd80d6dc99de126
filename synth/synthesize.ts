import type { ModuleDescription } from '../generator/design.ts';
import { contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import { assembleModules } from './assemble.ts';
import { topNames } from './hierarchy.ts';
import { areaUnit } from './library.ts';
import { mapDesign, type NamedModule } from './map-design.ts';
import { prepare, type Setup } from './prepare.ts';
import type { SynthModule, SynthReport } from './report.ts';
import { roundFigure } from './round.ts';
import { mappingScriptHash } from './script.ts';
import { readSources } from './sources.ts';
import { timeDesign } from './time-design.ts';
import type { TimingResult } from './timing.ts';
import { TIMING_METHOD, timingScriptHash } from './timing-script.ts';

/** What synthesis has to know of a design. */
export interface SynthDesign {
  readonly config: { readonly name: string };
  readonly modules: readonly ModuleDescription[];
}

/** What is being worked on, for a progress line. */
export interface SynthProgress {
  readonly stage: 'library' | 'area' | 'timing';
  readonly module?: string;
}

export interface SynthOptions {
  /** Holds `<name>.f` and the files that it lists. */
  readonly directory: string;
  /** A .lib or .lib.gz file; the system's osu018 library where absent. */
  readonly liberty?: string;
  /** Limit for each run of a tool. */
  readonly timeoutSeconds?: number;
  readonly onProgress?: (progress: SynthProgress) => void;
}

const TIMEOUT_SECONDS = 600;

/**
 * Maps each module of a design alone to a cell library, adds up the hierarchy, and times it. What
 * was mapped or timed before, under whatever name, comes from the memo. Same input, same figures.
 * Throws Failure: input (library, RTL), tool-missing, tool-failed, timeout, io.
 */
export async function synthesize(design: SynthDesign, options: SynthOptions): Promise<SynthReport> {
  const { directory, liberty, onProgress = () => {} } = options;
  const config = design.config.name;
  const watch = new Stopwatch();

  onProgress({ stage: 'library' });
  const limit = options.timeoutSeconds ?? TIMEOUT_SECONDS;
  const setup = await watch.time('library', () => prepare(liberty, limit));

  const { texts, hash } = await readSources(directory, config, design.modules);
  const hierarchy = { config, modules: design.modules };
  const announce = (module: string) => onProgress({ stage: 'area', module });
  const nodes = await watch.time('area', () => mapDesign(hierarchy, texts, setup, announce));

  onProgress({ stage: 'timing' });
  const timing = await watch.time('timing', () => timeDesign(nodes, setup));
  return {
    config,
    ...provenance(setup),
    rtlHash: hash,
    ...figures(nodes, timing, setup),
    seconds: watch.seconds(),
  };
}

function provenance({ yosys, sta, library }: Setup) {
  return {
    library: { name: library.name, file: library.file, hash: library.hash },
    tools: { [yosys.name]: yosys.version, [sta.name]: sta.version },
    scriptHash: contentHash(mappingScriptHash, timingScriptHash),
  };
}

function figures(nodes: readonly NamedModule[], timing: TimingResult, { library, probe }: Setup) {
  const modules = assembleModules(nodes, timing.paths, probe.nand2Area);
  const names = topNames(nodes);
  const tops = modules.filter(({ name }) => names.includes(name));
  const totalArea = roundFigure(tops.reduce((sum, top) => sum + top.hierarchyArea, 0));
  const hits = { area: nodes.filter(({ cached }) => cached).length, timing: timing.hits };
  return {
    modules,
    tops: names,
    totalArea,
    areaUnit: areaUnit(library),
    nand2: roundFigure(totalArea / probe.nand2Area),
    nand2Area: probe.nand2Area,
    criticalPath: slowest(tops),
    cached: hits.area === nodes.length && hits.timing === nodes.length,
    hits,
  };
}

function slowest(tops: readonly SynthModule[]): SynthReport['criticalPath'] {
  const paths = tops.flatMap(({ name, criticalPath }) =>
    criticalPath === null ? [] : [{ ...criticalPath, module: name, method: TIMING_METHOD }],
  );
  const [worst] = paths.sort((left, right) => right.ns - left.ns);
  if (worst !== undefined) return worst;
  throw new Failure('tool-failed', 'OpenSTA found no path in any module');
}
