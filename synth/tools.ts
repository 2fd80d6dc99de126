import { access } from 'node:fs/promises';
import { Failure } from '../system/failure.ts';
import { runTool } from '../system/run-tool.ts';
import type { ToolStatus } from '../system/tool-status.ts';

/** An external program that was found. */
export interface Tool {
  readonly name: string;
  readonly command: string;
  /** Version number alone, e.g. "0.23". */
  readonly version: string;
  /** All that the tool says of its build, e.g. "Yosys 0.23 (git sha1 7ce5011c24b)". */
  readonly build: string;
}

interface Wanted {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly version: RegExp;
  /** Oldest [major, minor] that works. */
  readonly oldest: readonly [number, number];
  readonly package: string;
}

const YOSYS: Wanted = {
  name: 'Yosys',
  command: 'yosys',
  args: ['-V'],
  version: /^Yosys (\d+)\.(\d+)\S*/m,
  oldest: [0, 23],
  package: 'yosys',
};

const OPENSTA: Wanted = {
  name: 'OpenSTA',
  command: 'sta',
  args: ['-version'],
  version: /^(\d+)\.(\d+)\S*/m,
  oldest: [2, 0],
  package: 'opensta',
};

const VERSION_SECONDS = 30;

const DEFAULT_LIBRARIES = [
  '/usr/share/qflow/tech/osu018/osu018_stdcells.lib',
  '/usr/local/share/qflow/tech/osu018/osu018_stdcells.lib',
] as const;

/** Finds Yosys in PATH. Throws Failure (tool-missing, tool-failed, timeout). */
export function locateYosys(): Promise<Tool> {
  return locate(YOSYS);
}

/** Finds OpenSTA in PATH. Throws Failure (tool-missing, tool-failed, timeout). */
export function locateOpenSta(): Promise<Tool> {
  return locate(OPENSTA);
}

/** Path of the library that is used where none is named. Throws Failure (tool-missing). */
export async function defaultLibrary(): Promise<string> {
  for (const path of DEFAULT_LIBRARIES) if (await exists(path)) return path;
  throw new Failure(
    'tool-missing',
    `the default cell library is missing: ${DEFAULT_LIBRARIES[0]}`,
    'run ./bootstrap to install qflow-tech-osu018, or name a library with --liberty FILE',
  );
}

/** What `doctor` says of the tools for area and timing. */
export async function synthToolStatuses(): Promise<ToolStatus[]> {
  return [await toolStatus(YOSYS), await toolStatus(OPENSTA), await libraryStatus()];
}

async function locate(wanted: Wanted): Promise<Tool> {
  const { name, command } = wanted;
  const { stdout } = await runTool({
    tool: name,
    command,
    args: wanted.args,
    timeoutSeconds: VERSION_SECONDS,
  });
  const match = wanted.version.exec(stdout);
  if (match === null) {
    throw new Failure('tool-failed', `"${command}" says no version: is it ${name}?`);
  }
  const version = match[0].replace(`${name} `, '');
  if (isOlder([Number(match[1]), Number(match[2])], wanted.oldest)) {
    const oldest = wanted.oldest.join('.');
    throw new Failure(
      'tool-missing',
      `${name} ${version} is too old: ${oldest} or newer is needed`,
      `install a newer ${wanted.package}, then see \`logposit doctor\``,
    );
  }
  return { name, command, version, build: stdout.trim() };
}

function isOlder(version: readonly [number, number], oldest: readonly [number, number]): boolean {
  return version[0] < oldest[0] || (version[0] === oldest[0] && version[1] < oldest[1]);
}

async function toolStatus(wanted: Wanted): Promise<ToolStatus> {
  const common = {
    name: wanted.name,
    command: wanted.command,
    neededFor: 'synth',
    optional: false,
  } as const;
  const install = `./bootstrap, or apt-get install ${wanted.package}`;
  try {
    const { version } = await locate(wanted);
    return { ...common, found: true, version, hint: install };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const missing = error.message.startsWith(`${wanted.name} is missing`);
    const hint = missing ? install : `${error.message}; ${install}`;
    return { ...common, found: false, version: null, hint };
  }
}

async function libraryStatus(): Promise<ToolStatus> {
  const found = await defaultLibrary().catch(() => undefined);
  return {
    name: 'osu018 cell library',
    command: found ?? DEFAULT_LIBRARIES[0],
    found: found !== undefined,
    version: null,
    neededFor: 'synth',
    // Any other library serves as well.
    optional: true,
    hint: './bootstrap, or apt-get install qflow-tech-osu018, or use --liberty FILE',
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
