import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Module } from '../generator/design.ts';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { hashOf, type RtlSources, sourcesOf } from '../system/rtl-files.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { runTool } from '../system/run-tool.ts';
import { standInText } from './called.ts';
import { checkPorts } from './ports.ts';
import type { Runtime } from './runtime.ts';
import type { SimulationTools } from './tools.ts';
import { holdsArray, type Model, type Modelled, type Parts, unitOf } from './unit.ts';

const EXECUTABLE = 'dut';
const BUILD_SECONDS = 600;

/** Unknown initial values become random ones, so that nothing rests on them unnoticed. */
const VERILATOR_FLAGS = [
  '--cc',
  '-O3',
  ...['--x-initial', 'unique'],
  ...['--x-assign', 'unique'],
  ...['-Wno-fatal', '-Wno-lint', '-Wno-style', '-Werror-LATCH'],
];

/** A module and the files that it is found in. */
export interface ModuleSource extends Modelled {
  readonly sources: RtlSources;
  /** Modules of which there are many: their code is kept once, not written out for each of them. */
  readonly shared?: readonly string[];
  /** Modules in it that get models of their own and are called (called.ts), each alone in its file. */
  readonly calls?: readonly string[];
}

/**
 * Path of a simulator that holds these modules, from the cache or built now. Its workloads name a
 * module by its place in the list, in which every lane of an array's PE has a place. Modules in `called`
 * are for others to call. Throws Failure (tool-failed, input).
 */
export async function buildSimulator(
  modules: readonly ModuleSource[],
  tools: SimulationTools,
  runtime: Runtime,
  called: readonly ModuleSource[] = [],
): Promise<string> {
  const needed = (source: ModuleSource): ModuleSource => ({
    ...source,
    sources: sourcesOf(source.sources, source.module.name, source.calls),
  });
  const parts = { modules: modules.map(needed), called: called.map(needed) };
  const key = await buildKey(parts, tools, runtime);
  const directory = await cachedDirectory('simulators', key, async (staging) => {
    const scratch = join(staging, 'models');
    await mkdir(scratch);
    const modelOf = (source: ModuleSource, name: string) =>
      verilate(source, tools, join(scratch, name), standInsOf(source, called));
    const models: Parts<Model> = { modules: [], called: [] };
    for (const [index, source] of parts.modules.entries()) {
      models.modules.push(await modelOf(source, modelName(index)));
    }
    for (const [index, source] of parts.called.entries()) {
      models.called.push(await modelOf(source, calledName(index)));
    }
    await compile(models, tools, runtime, scratch, join(staging, EXECUTABLE));
    await rm(scratch, { recursive: true });
  });
  return join(directory, EXECUTABLE);
}

/** SystemVerilog in place of the modules that a module calls. */
function standInsOf({ calls = [] }: ModuleSource, called: readonly ModuleSource[]): string {
  return called
    .map(({ module }, index) => (calls.includes(module.name) ? standInText(module, index) : ''))
    .join('');
}

/** Everything that the executable follows from, with the configs' names taken out. */
async function buildKey(
  parts: Parts<ModuleSource>,
  tools: SimulationTools,
  runtime: Runtime,
): Promise<string> {
  const named = (sources: readonly ModuleSource[], nameOf: (index: number) => string) =>
    sources.map((source, index): Model => ({ ...source, name: nameOf(index), parts: [] }));
  return contentHash(
    unitOf({
      modules: named(parts.modules, modelName),
      called: named(parts.called, calledName),
    }),
    runtime.key,
    tools.linker?.version ?? '',
    ...[...parts.modules, ...parts.called].map(
      ({ sources, module, shared = [], calls = [], brief = false }) => {
        const unnamed = (name: string) => name.replace(modulePrefix(sources.name), 'DUT_');
        return JSON.stringify([
          hashOf(sources),
          unnamed(module.name),
          module.ports.map(({ name, direction, width }) => [name, direction, width]),
          verilatorFlags(module),
          shared.map(unnamed),
          calls.map(unnamed),
          brief,
        ]);
      },
    ),
  );
}

function modelName(index: number): string {
  return `Vdut${index}`;
}

function calledName(index: number): string {
  return `Vcalled${index}`;
}

/** Makes a model in a directory of its name; `standIns` is SystemVerilog for what it calls. */
async function verilate(
  source: ModuleSource,
  tools: SimulationTools,
  directory: string,
  standIns: string,
): Promise<Model> {
  const { sources, module, shared = [] } = source;
  const name = basename(directory);
  const hints = shared.length === 0 ? [] : [`${directory}.vlt`];
  for (const path of hints) await writeFile(path, hintsText(shared));
  const beside = standIns === '' ? [] : [`${directory}.sv`];
  for (const path of beside) await writeFile(path, standIns);
  await runTool({
    tool: 'Verilator',
    command: tools.verilator.command,
    args: [
      ...verilatorFlags(module),
      ...['--prefix', name],
      ...['--Mdir', directory],
      ...['--top-module', module.name],
      ...hints,
      ...beside,
      ...sources.files.map(({ path }) => path),
    ],
    cwd: sources.directory,
    timeoutSeconds: BUILD_SECONDS,
  });
  checkPorts(module, await readFile(join(directory, `${name}.h`), 'utf8'));
  const files = await readdir(directory);
  const parts = files.filter((file) => file.endsWith('.cpp')).sort();
  return { ...source, name, parts: parts.map((file) => join(directory, file)) };
}

function hintsText(shared: readonly string[]): string {
  const lines = shared.map((module) => `no_inline -module "${module}"`);
  return ['`verilator_config', ...lines, ''].join('\n');
}

/**
 * A `unique case` with two matches ends the simulation, because synthesis may build something else.
 * Not in a PE or an array, where that costs up to half of the speed and cases are plain tables.
 */
function verilatorFlags(module: Module): string[] {
  return module.role === 'pe' || holdsArray(module)
    ? VERILATOR_FLAGS
    : [...VERILATOR_FLAGS, '--assert'];
}

/** The models in one translation unit, linked with the prebuilt runtime. */
async function compile(
  models: Parts<Model>,
  tools: SimulationTools,
  runtime: Runtime,
  scratch: string,
  executable: string,
): Promise<void> {
  const unit = join(scratch, 'unit.cpp');
  await writeFile(unit, unitOf(models));
  await runTool({
    tool: 'g++',
    command: tools.compiler.command,
    args: [
      ...runtime.flags,
      ...['-include', runtime.header],
      unit,
      ...runtime.objects,
      ...(tools.linker === null ? [] : ['-fuse-ld=mold']),
      ...['-o', executable],
    ],
    // The compiler's temporary files go with the build, also when it is killed.
    env: { TMPDIR: scratch },
    timeoutSeconds: BUILD_SECONDS,
  });
}
