import { runTool } from '../system/run-tool.ts';
import {
  isAtLeast,
  locateTool,
  type Tool,
  type ToolProbe,
  type ToolStatus,
  toolStatus,
} from '../system/tool.ts';

/** The programs that verification starts, each found and new enough. */
export interface SimulationTools {
  readonly verilator: Tool & { /** Directory that holds include/. */ readonly root: string };
  readonly compiler: Tool;
  /** The fast linker; null leaves linking to the compiler's default. */
  readonly linker: Tool | null;
  readonly icarus: Tool;
  readonly icarusRuntime: Tool;
}

/** The Perl wrapper `verilator` costs more time than this program itself takes. */
const VERILATOR: ToolProbe = {
  name: 'Verilator',
  command: 'verilator_bin',
  versionArgs: ['--version'],
  pattern: /^Verilator (\d+\.\d+)/m,
  minimum: '5.006',
  package: 'verilator',
  neededFor: 'verify',
};

const COMPILER: ToolProbe = {
  name: 'g++',
  command: 'g++',
  versionArgs: ['-dumpfullversion'],
  pattern: /^(\d+(?:\.\d+)+)/m,
  minimum: '9.0',
  package: 'g++',
  neededFor: 'verify',
};

const LINKER: ToolProbe = {
  name: 'mold',
  command: 'mold',
  versionArgs: ['--version'],
  pattern: /^mold (\d+(?:\.\d+)+)/m,
  minimum: '1.0',
  package: 'mold',
  neededFor: 'verify',
  optional: true,
};

const ICARUS: ToolProbe = {
  name: 'Icarus Verilog',
  command: 'iverilog',
  versionArgs: ['-V'],
  pattern: /^Icarus Verilog version (\d+\.\d+)/m,
  minimum: '11.0',
  package: 'iverilog',
  neededFor: 'verify',
};

const ICARUS_RUNTIME: ToolProbe = {
  ...ICARUS,
  name: 'Icarus Verilog runtime',
  command: 'vvp',
  pattern: /^Icarus Verilog runtime version (\d+\.\d+)/m,
};

/** mold is asked for by name, which compilers before this one do not understand. */
const COMPILER_WITH_MOLD = '12.1';
const ROOT_SECONDS = 10;

/** What `doctor` says of the programs that verification needs. */
export function simToolStatuses(): Promise<ToolStatus[]> {
  return Promise.all([VERILATOR, COMPILER, LINKER, ICARUS, ICARUS_RUNTIME].map(toolStatus));
}

/** Finds the programs that verification needs. Throws Failure naming the first gap in this order. */
export async function findSimulationTools(): Promise<SimulationTools> {
  const pending = {
    verilator: locateVerilator(),
    compiler: locateTool(COMPILER),
    linker: locateTool(LINKER).catch(() => null),
    icarus: locateTool(ICARUS),
    icarusRuntime: locateTool(ICARUS_RUNTIME),
  };
  // All are asked at once; waiting for every answer makes the one that is reported the same each time.
  await Promise.allSettled(Object.values(pending));
  const verilator = await pending.verilator;
  const compiler = await pending.compiler;
  const linker = isAtLeast(compiler.version, COMPILER_WITH_MOLD) ? await pending.linker : null;
  const icarus = await pending.icarus;
  return { verilator, compiler, linker, icarus, icarusRuntime: await pending.icarusRuntime };
}

/** Versions by tool name, as a report shows them. */
export function toolVersions(tools: SimulationTools): Record<string, string> {
  return {
    verilator: tools.verilator.version,
    'g++': tools.compiler.version,
    ...(tools.linker === null ? {} : { mold: tools.linker.version }),
    iverilog: tools.icarus.version,
  };
}

async function locateVerilator(): Promise<SimulationTools['verilator']> {
  const verilator = await locateTool(VERILATOR);
  const { stdout } = await runTool({
    tool: VERILATOR.name,
    command: VERILATOR.command,
    args: ['--getenv', 'VERILATOR_ROOT'],
    timeoutSeconds: ROOT_SECONDS,
  });
  return { ...verilator, root: stdout.trim() };
}
