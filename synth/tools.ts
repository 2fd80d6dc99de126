import { access } from 'node:fs/promises';
import { Failure } from '../system/failure.ts';
import {
  locateTool,
  type Tool,
  type ToolProbe,
  type ToolStatus,
  toolStatus,
} from '../system/tool.ts';
import { embeddedVersion } from './embedded/run-embedded.ts';

const YOSYS: ToolProbe = {
  name: 'Yosys',
  command: 'yosys',
  versionArgs: ['-V'],
  pattern: /^Yosys (\d+\.\d+\S*)/m,
  minimum: '0.23',
  package: 'yosys',
  neededFor: 'synth',
};

const OPENSTA: ToolProbe = {
  name: 'OpenSTA',
  command: 'sta',
  versionArgs: ['-version'],
  pattern: /^(\d+\.\d+\S*)/m,
  minimum: '2.0',
  package: 'opensta',
  neededFor: 'synth',
};

const DEFAULT_LIBRARIES = [
  '/usr/share/qflow/tech/osu018/osu018_stdcells.lib',
  '/usr/local/share/qflow/tech/osu018/osu018_stdcells.lib',
] as const;

/** Finds Yosys in PATH. Throws Failure (tool-missing, tool-failed, timeout). */
export function locateYosys(): Promise<Tool> {
  return locateTool(YOSYS);
}

/** Finds OpenSTA in PATH. Throws Failure (tool-missing, tool-failed, timeout). */
export function locateOpenSta(): Promise<Tool> {
  return locateTool(OPENSTA);
}

/** Path of the library that is used where none is named. Throws Failure (tool-missing). */
export async function defaultLibrary(): Promise<string> {
  for (const path of DEFAULT_LIBRARIES) if (await exists(path)) return path;
  throw new Failure(
    'tool-missing',
    `the default cell library is missing: ${DEFAULT_LIBRARIES[0]}`,
    'run ./bootstrap to install qflow-tech-osu018, or name another library',
  );
}

/**
 * What `doctor` says of the tools for area and timing. The embedded Yosys takes over for the
 * system's, and without OpenSTA there are areas still, so neither has to be there.
 */
export async function synthToolStatuses(): Promise<ToolStatus[]> {
  const embedded = embeddedStatus();
  return [
    { ...(await toolStatus(YOSYS)), optional: embedded.found },
    embedded,
    { ...(await toolStatus(OPENSTA)), optional: true },
    await libraryStatus(),
  ];
}

function embeddedStatus(): ToolStatus {
  const common = {
    name: 'Yosys (embedded)',
    command: 'npm package @yowasp/yosys',
    neededFor: 'synth',
    optional: true,
    hint: './bootstrap, or npm ci',
  } as const;
  try {
    return { ...common, found: true, version: embeddedVersion() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...common, found: false, version: null };
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
