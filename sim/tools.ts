import { Failure } from '../system/failure.ts';
import { runTool } from '../system/run-tool.ts';
import type { ToolStatus } from '../system/tool-status.ts';

/** The programs that verification starts, each found and new enough. */
export interface SimulationTools {
  readonly verilator: FoundTool & { /** Directory that holds include/. */ readonly root: string };
  readonly compiler: FoundTool;
  /** The fast linker; null leaves linking to the compiler's default. */
  readonly linker: FoundTool | null;
  readonly icarus: FoundTool;
  readonly icarusRuntime: FoundTool;
}

export interface FoundTool {
  readonly command: string;
  readonly version: string;
}

interface Probe {
  readonly name: string;
  readonly command: string;
  readonly versionFlag: string;
  /** Picks the version out of what the tool prints. */
  readonly pattern: RegExp;
  readonly minimum: string;
  readonly optional: boolean;
  readonly hint: string;
}

/** The Perl wrapper `verilator` costs more time than this program itself takes. */
const VERILATOR: Probe = {
  name: 'Verilator',
  command: 'verilator_bin',
  versionFlag: '--version',
  pattern: /Verilator (\d+\.\d+)/,
  minimum: '5.006',
  optional: false,
  hint: 'apt-get install verilator',
};

const COMPILER: Probe = {
  name: 'g++',
  command: 'g++',
  versionFlag: '-dumpfullversion',
  pattern: /^(\d+(?:\.\d+)+)/,
  minimum: '9.0',
  optional: false,
  hint: 'apt-get install g++',
};

const LINKER: Probe = {
  name: 'mold',
  command: 'mold',
  versionFlag: '--version',
  pattern: /mold (\d+(?:\.\d+)+)/,
  minimum: '1.0',
  optional: true,
  hint: 'apt-get install mold (without it the default linker is used, which is slower)',
};

const ICARUS: Probe = {
  name: 'Icarus Verilog',
  command: 'iverilog',
  versionFlag: '-V',
  pattern: /Icarus Verilog version (\d+\.\d+)/,
  minimum: '11.0',
  optional: false,
  hint: 'apt-get install iverilog',
};

const ICARUS_RUNTIME: Probe = {
  ...ICARUS,
  name: 'Icarus Verilog runtime',
  command: 'vvp',
  pattern: /Icarus Verilog runtime version (\d+\.\d+)/,
};

const PROBES = [VERILATOR, COMPILER, LINKER, ICARUS, ICARUS_RUNTIME] as const;

/** mold is asked for by name, which compilers before this one do not understand. */
const COMPILER_WITH_MOLD = '12.1';
const PROBE_SECONDS = 60;

/** What `doctor` says of the programs that verification needs. */
export async function simToolStatuses(): Promise<ToolStatus[]> {
  return Promise.all(
    PROBES.map(async (probe) => {
      const version = await installedVersion(probe);
      const found = version !== null && isAtLeast(version, probe.minimum);
      return {
        name: probe.name,
        command: probe.command,
        found,
        version,
        neededFor: 'verify',
        optional: probe.optional,
        hint: version === null || found ? probe.hint : `${probe.minimum} or newer is needed`,
      } as const;
    }),
  );
}

/** Finds the programs that verification needs. Throws Failure (tool-missing) naming the first gap. */
export async function findSimulationTools(): Promise<SimulationTools> {
  const [verilator, root, compiler, linker, icarus, icarusRuntime] = await Promise.all([
    required(VERILATOR),
    verilatorRoot(),
    required(COMPILER),
    installedVersion(LINKER),
    required(ICARUS),
    required(ICARUS_RUNTIME),
  ]);
  const usesMold = linker !== null && isAtLeast(compiler.version, COMPILER_WITH_MOLD);
  return {
    verilator: { ...verilator, root },
    compiler,
    linker: usesMold ? { command: LINKER.command, version: linker } : null,
    icarus,
    icarusRuntime,
  };
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

async function required(probe: Probe): Promise<FoundTool> {
  const version = await installedVersion(probe);
  if (version === null) {
    throw new Failure('tool-missing', `${probe.name} (${probe.command}) is missing`, probe.hint);
  }
  if (!isAtLeast(version, probe.minimum)) {
    const text = `${probe.name} ${version} is too old: ${probe.minimum} or newer is needed`;
    throw new Failure('tool-missing', text, probe.hint);
  }
  return { command: probe.command, version };
}

async function verilatorRoot(): Promise<string> {
  const text = await printed(VERILATOR, ['--getenv', 'VERILATOR_ROOT']);
  return text?.trim() ?? '';
}

/** null where the program cannot be started or prints no version. */
async function installedVersion(probe: Probe): Promise<string | null> {
  const text = await printed(probe, [probe.versionFlag]);
  return text?.match(probe.pattern)?.[1] ?? null;
}

async function printed({ name, command }: Probe, args: readonly string[]): Promise<string | null> {
  try {
    const call = { tool: name, command, args, timeoutSeconds: PROBE_SECONDS };
    const { stdout, stderr } = await runTool(call);
    return stdout + stderr;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Compares versions number by number: 5.006 is 5.6. */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = version.split('.').map(Number);
  for (const [place, need] of minimum.split('.').map(Number).entries()) {
    const part = have[place] ?? 0;
    if (part !== need) return part > need;
  }
  return true;
}
