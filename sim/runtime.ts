import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { packageRoot } from '../system/package-root.ts';
import { runTool } from '../system/run-tool.ts';
import type { SimulationTools } from './tools.ts';

/** Verilator's own code and the driver, compiled once for all simulators: most of a plain build. */
export interface Runtime {
  /** Compiler flags that every use must repeat, or the precompiled header is not taken. */
  readonly flags: readonly string[];
  /** Header to be included first; its precompiled form lies beside it. */
  readonly header: string;
  readonly objects: readonly string[];
  /** Identity of all of the above. */
  readonly key: string;
}

const HEADER = 'runtime.h';
const DRIVER = 'driver.cpp';
const SOURCES = [
  HEADER,
  'dut.h',
  'array-dut.h',
  'array-jobs.h',
  'accelerator-dut.h',
  'accelerator-jobs.h',
  'systolic-dut.h',
  'systolic-jobs.h',
  'clock.h',
  'word-streams.h',
  DRIVER,
] as const;
const VERILATOR_UNITS = ['verilated', 'verilated_threads'] as const;
const COMPILE_SECONDS = 300;

/**
 * Whether models are compiled to run fast, or to be compiled fast: in two thirds of the time. Those of
 * whole arrays, which are long, take half of the time so and run nearly as fast.
 */
export type Speed = 'run' | 'build' | 'array';

const OPTIMISATION: Record<Speed, string> = { run: '-O2', build: '-Og', array: '-O1' };

/** Compiled once, so for speed in any case. */
const OBJECT_FLAGS = ['-O2', '-c'];

/** The runtime for these tools, from the cache or compiled now. */
export async function prepareRuntime(
  tools: SimulationTools,
  speed: Speed = 'run',
): Promise<Runtime> {
  const flags = compilerFlags(tools, speed);
  const { verilator, compiler } = tools;
  const key = contentHash(
    verilator.version,
    compiler.version,
    ...flags,
    ...(await Promise.all(SOURCES.map((file) => readFile(sourcePath(file), 'utf8')))),
  );
  const directory = await cachedDirectory('runtime', key, async (staging) => {
    await Promise.all(SOURCES.map((file) => copyFile(sourcePath(file), join(staging, file))));
    await Promise.all([
      compile(tools, flags, ['-x', 'c++-header', HEADER, '-o', `${HEADER}.gch`], staging),
      compile(tools, flags, [...OBJECT_FLAGS, DRIVER, '-o', objectOf('driver')], staging),
      ...VERILATOR_UNITS.map((unit) => {
        const file = join(verilator.root, 'include', `${unit}.cpp`);
        return compile(tools, flags, [...OBJECT_FLAGS, file, '-o', objectOf(unit)], staging);
      }),
    ]);
  });
  return {
    flags,
    header: join(directory, HEADER),
    objects: ['driver', ...VERILATOR_UNITS].map((unit) => join(directory, objectOf(unit))),
    key,
  };
}

function sourcePath(file: string): string {
  return join(packageRoot, 'sim', file);
}

function objectOf(unit: string): string {
  return `${unit}.o`;
}

function compilerFlags({ verilator }: SimulationTools, speed: Speed): string[] {
  const include = join(verilator.root, 'include');
  return [
    '-std=gnu++17',
    OPTIMISATION[speed],
    '-pthread',
    '-w',
    `-I${include}`,
    `-I${join(include, 'vltstd')}`,
    '-DVM_COVERAGE=0',
    '-DVM_SC=0',
    '-DVM_TRACE=0',
  ];
}

async function compile(
  tools: SimulationTools,
  flags: readonly string[],
  args: readonly string[],
  cwd: string,
): Promise<void> {
  await runTool({
    tool: 'g++',
    command: tools.compiler.command,
    args: [...flags, ...args],
    cwd,
    env: { TMPDIR: cwd },
    timeoutSeconds: COMPILE_SECONDS,
  });
}
