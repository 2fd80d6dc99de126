import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { packageRoot } from '../system/package-root.ts';
import { runTool } from '../system/run-tool.ts';
import type { SimulationTools } from './tools.ts';

/** Verilator's own code, compiled once for all simulators: most of the time of a plain build. */
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
const UNITS = ['verilated', 'verilated_threads'] as const;
const COMPILE_SECONDS = 300;

/** How hard the compiler tries: 1 compiles in two thirds of the time and runs a quarter slower than 2. */
export type Optimisation = 1 | 2;

/** The runtime for these tools, from the cache or compiled now. */
export async function prepareRuntime(
  tools: SimulationTools,
  optimisation: Optimisation = 2,
): Promise<Runtime> {
  const source = join(packageRoot, 'sim', HEADER);
  const flags = compilerFlags(tools, optimisation);
  const { verilator, compiler } = tools;
  const key = contentHash(
    verilator.version,
    compiler.version,
    ...flags,
    await readFile(source, 'utf8'),
  );
  const directory = await cachedDirectory('runtime', key, async (staging) => {
    await copyFile(source, join(staging, HEADER));
    await Promise.all([
      compile(tools, flags, ['-x', 'c++-header', HEADER, '-o', `${HEADER}.gch`], staging),
      ...UNITS.map((unit) => {
        const file = join(verilator.root, 'include', `${unit}.cpp`);
        return compile(tools, flags, ['-c', file, '-o', `${unit}.o`], staging);
      }),
    ]);
  });
  return {
    flags,
    header: join(directory, HEADER),
    objects: UNITS.map((unit) => join(directory, `${unit}.o`)),
    key,
  };
}

function compilerFlags({ verilator }: SimulationTools, optimisation: Optimisation): string[] {
  const include = join(verilator.root, 'include');
  return [
    '-std=gnu++17',
    `-O${optimisation}`,
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
