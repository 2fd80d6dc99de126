import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleDescription } from '../generator/design.ts';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { packageRoot } from '../system/package-root.ts';
import { hashOf, type RtlSources, sourcesOf } from '../system/rtl-files.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { runTool } from '../system/run-tool.ts';
import { checkPorts } from './ports.ts';
import type { Runtime } from './runtime.ts';
import type { SimulationTools } from './tools.ts';

const DRIVER = join(packageRoot, 'sim', 'driver.cpp');
const EXECUTABLE = 'dut';
const MODEL = 'Vdut';
const BUILD_SECONDS = 600;

/** Unknown initial values become random ones, so that nothing rests on them unnoticed. */
const VERILATOR_FLAGS = [
  '--cc',
  '-O3',
  ...['--prefix', MODEL],
  ...['--x-initial', 'unique'],
  ...['--x-assign', 'unique'],
  ...['-Wno-fatal', '-Wno-lint', '-Wno-style', '-Werror-LATCH'],
];

/** Path of a module's simulator, from the cache or built now. Throws Failure (tool-failed, input). */
export async function buildSimulator(
  all: RtlSources,
  module: ModuleDescription,
  tools: SimulationTools,
  runtime: Runtime,
): Promise<string> {
  const sources = sourcesOf(all, module.name);
  const key = await buildKey(sources, module, tools, runtime);
  const directory = await cachedDirectory('simulators', key, async (staging) => {
    const model = join(staging, 'model');
    await verilate(sources, module, tools, model);
    checkPorts(module, await readFile(join(model, `${MODEL}.h`), 'utf8'));
    await compile(module, tools, runtime, model, join(staging, EXECUTABLE));
    await rm(model, { recursive: true });
  });
  return join(directory, EXECUTABLE);
}

/** Everything that the executable follows from, with the config's name taken out. */
async function buildKey(
  sources: RtlSources,
  module: ModuleDescription,
  tools: SimulationTools,
  runtime: Runtime,
): Promise<string> {
  return contentHash(
    hashOf(sources),
    module.name.replace(modulePrefix(sources.name), 'DUT_'),
    JSON.stringify(module.ports.map(({ name, direction, width }) => [name, direction, width])),
    await readFile(DRIVER, 'utf8'),
    runtime.key,
    tools.linker?.version ?? '',
    ...verilatorFlags(module),
    ...driverDefines(module),
  );
}

async function verilate(
  sources: RtlSources,
  module: ModuleDescription,
  tools: SimulationTools,
  model: string,
): Promise<void> {
  await runTool({
    tool: 'Verilator',
    command: tools.verilator.command,
    args: [
      ...verilatorFlags(module),
      ...['--Mdir', model],
      ...['--top-module', module.name],
      ...sources.files.map(({ path }) => path),
    ],
    cwd: sources.directory,
    timeoutSeconds: BUILD_SECONDS,
  });
}

/**
 * A `unique case` with two matches ends the simulation, because synthesis may build something else.
 * Not in a PE, where that costs up to half of the speed and cases are plain tables.
 */
function verilatorFlags(module: ModuleDescription): string[] {
  return module.role === 'pe' ? VERILATOR_FLAGS : [...VERILATOR_FLAGS, '--assert'];
}

/** One translation unit: the model's files and the driver together, against the prebuilt runtime. */
async function compile(
  module: ModuleDescription,
  tools: SimulationTools,
  runtime: Runtime,
  model: string,
  executable: string,
): Promise<void> {
  const parts = (await readdir(model)).filter((file) => file.endsWith('.cpp')).sort();
  const unit = join(model, 'unit.cpp');
  await writeFile(unit, [...parts, DRIVER].map((path) => `#include "${path}"\n`).join(''));
  await runTool({
    tool: 'g++',
    command: tools.compiler.command,
    args: [
      ...runtime.flags,
      ...['-include', runtime.header],
      ...driverDefines(module),
      unit,
      ...runtime.objects,
      ...(tools.linker === null ? [] : ['-fuse-ld=mold']),
      ...['-o', executable],
    ],
    // The compiler's temporary files go with the build, also when it is killed.
    env: { TMPDIR: model },
    timeoutSeconds: BUILD_SECONDS,
  });
}

function driverDefines(module: ModuleDescription): string[] {
  const width = (name: string) => module.ports.find((port) => port.name === name)?.width ?? 0;
  switch (module.role) {
    case 'decoder':
      return ['-DROLE_DECODER', `-DLOG_WIDTH=${width('log_o')}`];
    case 'pe':
      return [
        '-DROLE_PE',
        `-DWEIGHT_WIDTH=${width('weight_i')}`,
        `-DACT_WIDTH=${width('act_i')}`,
        `-DACC_WIDTH=${width('acc_o')}`,
        `-DLATENCY=${module.latency}`,
      ];
    case 'encoder':
      return ['-DROLE_ENCODER', `-DACC_WIDTH=${width('acc_i')}`];
  }
}
