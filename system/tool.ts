import { Failure } from './failure.ts';
import { runTool } from './run-tool.ts';

/** An external program that is looked for. */
export interface ToolProbe {
  /** Name for people, e.g. "Verilator". */
  readonly name: string;
  readonly command: string;
  /** Arguments that make it print its version. */
  readonly versionArgs: readonly string[];
  /** Its first group is the version. */
  readonly pattern: RegExp;
  /** Oldest version that works. */
  readonly minimum: string;
  /** Debian's package. */
  readonly package: string;
  readonly neededFor: ToolStatus['neededFor'];
  /** A missing optional tool only makes things slower. */
  readonly optional?: boolean;
}

export interface Tool {
  readonly name: string;
  readonly command: string;
  readonly version: string;
  /** All that the tool says of its build, e.g. "Yosys 0.23 (git sha1 7ce5011c24b)". */
  readonly build: string;
}

/** What `doctor` says of one external tool. */
export interface ToolStatus {
  readonly name: string;
  /** Program or file that was looked for. */
  readonly command: string;
  readonly found: boolean;
  /** Version as the tool prints it; null where it is missing or of no use. */
  readonly version: string | null;
  readonly neededFor: 'everything' | 'verify' | 'synth';
  readonly optional: boolean;
  /** How to get it. */
  readonly hint: string;
}

const VERSION_SECONDS = 10;

/** Finds a tool in PATH, new enough. Throws Failure (tool-missing, tool-failed, timeout). */
export async function locateTool(probe: ToolProbe): Promise<Tool> {
  const { name, command, versionArgs, pattern, minimum } = probe;
  const call = { tool: name, command, args: versionArgs, timeoutSeconds: VERSION_SECONDS };
  const { stdout, stderr } = await runTool(call);
  const build = `${stdout}${stderr}`.trim();
  const version = pattern.exec(build)?.[1];
  if (version === undefined) {
    throw new Failure('tool-failed', `"${command}" says no version: is it ${name}?`);
  }
  if (!isAtLeast(version, minimum)) {
    throw new Failure(
      'tool-missing',
      `${name} ${version} is too old: ${minimum} or newer is needed`,
      `install a newer ${probe.package}, then see \`logposit doctor\``,
    );
  }
  return { name, command, version, build };
}

/** The same as a line for `doctor`: whatever is wrong becomes a hint. */
export async function toolStatus(probe: ToolProbe): Promise<ToolStatus> {
  const { name, command, neededFor, optional = false } = probe;
  const install = `./bootstrap, or apt-get install ${probe.package}`;
  const common = { name, command, neededFor, optional };
  try {
    const { version } = await locateTool(probe);
    return { ...common, found: true, version, hint: install };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const hint = isMissing(error) ? install : `${error.message}; ${install}`;
    return { ...common, found: false, version: null, hint };
  }
}

function isMissing({ message }: Failure): boolean {
  return message.includes(' is missing: ');
}

/** Compares versions number by number: 5.006 is 5.6. */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = version.split(/[.+]/).map(Number);
  for (const [place, need] of minimum.split('.').map(Number).entries()) {
    const part = have[place] ?? 0;
    if (part !== need) return part > need;
  }
  return true;
}
