import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleDescription } from '../generator/design.ts';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { hashOf, type RtlSources, sourcesOf } from '../system/rtl-files.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { runTool } from '../system/run-tool.ts';
import { checkPorts } from './ports.ts';
import type { Runtime } from './runtime.ts';
import type { SimulationTools } from './tools.ts';
import { type Model, unitOf } from './unit.ts';

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
export interface ModuleSource {
  readonly sources: RtlSources;
  readonly module: ModuleDescription;
}

/**
 * Path of a simulator that holds these modules, from the cache or built now. Its workloads name a
 * module by its place in the list. Throws Failure (tool-failed, input).
 */
export async function buildSimulator(
  modules: readonly ModuleSource[],
  tools: SimulationTools,
  runtime: Runtime,
): Promise<string> {
  const needed = modules.map(({ sources, module }) => ({
    module,
    sources: sourcesOf(sources, module.name),
  }));
  const key = await buildKey(needed, tools, runtime);
  const directory = await cachedDirectory('simulators', key, async (staging) => {
    const scratch = join(staging, 'models');
    await mkdir(scratch);
    const models: Model[] = [];
    for (const [index, source] of needed.entries()) {
      models.push(await verilate(source, tools, modelName(index), join(scratch, String(index))));
    }
    await compile(models, tools, runtime, scratch, join(staging, EXECUTABLE));
    await rm(scratch, { recursive: true });
  });
  return join(directory, EXECUTABLE);
}

/** Everything that the executable follows from, with the configs' names taken out. */
async function buildKey(
  modules: readonly ModuleSource[],
  tools: SimulationTools,
  runtime: Runtime,
): Promise<string> {
  const models = modules.map(({ module }, index) => ({
    module,
    name: modelName(index),
    parts: [],
  }));
  return contentHash(
    unitOf(models),
    runtime.key,
    tools.linker?.version ?? '',
    ...modules.map(({ sources, module }) =>
      JSON.stringify([
        hashOf(sources),
        module.name.replace(modulePrefix(sources.name), 'DUT_'),
        module.ports.map(({ name, direction, width }) => [name, direction, width]),
        verilatorFlags(module),
      ]),
    ),
  );
}

function modelName(index: number): string {
  return `Vdut${index}`;
}

async function verilate(
  { sources, module }: ModuleSource,
  tools: SimulationTools,
  name: string,
  directory: string,
): Promise<Model> {
  await runTool({
    tool: 'Verilator',
    command: tools.verilator.command,
    args: [
      ...verilatorFlags(module),
      ...['--prefix', name],
      ...['--Mdir', directory],
      ...['--top-module', module.name],
      ...sources.files.map(({ path }) => path),
    ],
    cwd: sources.directory,
    timeoutSeconds: BUILD_SECONDS,
  });
  checkPorts(module, await readFile(join(directory, `${name}.h`), 'utf8'));
  const files = await readdir(directory);
  const parts = files.filter((file) => file.endsWith('.cpp')).sort();
  return { module, name, parts: parts.map((file) => join(directory, file)) };
}

/**
 * A `unique case` with two matches ends the simulation, because synthesis may build something else.
 * Not in a PE, where that costs up to half of the speed and cases are plain tables.
 */
function verilatorFlags(module: ModuleDescription): string[] {
  return module.role === 'pe' ? VERILATOR_FLAGS : [...VERILATOR_FLAGS, '--assert'];
}

/** The models in one translation unit, linked with the prebuilt runtime. */
async function compile(
  models: readonly Model[],
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
