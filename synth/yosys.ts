import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, Failure } from '../system/failure.ts';
import { runTool } from '../system/run-tool.ts';
import type { Tool } from '../system/tool.ts';
import { runEmbedded } from './embedded/run-embedded.ts';
import { LIBRARY_FILES, type Library } from './library.ts';
import { FILES } from './script.ts';
import { inSlot } from './slots.ts';
import { inWorkspace } from './workspace.ts';

/** The Yosys that makes the figures: the system's, or the one in the npm package. */
export interface Yosys extends Tool {
  readonly embedded: boolean;
}

/** One run of a script on files that are known by name only. */
export interface YosysJob {
  readonly script: string;
  /** Content by file name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Lies beside the files as LIBRARY_FILES; null where the script needs none. */
  readonly library: Library | null;
  /** Names of the files that the script writes, in latin1: a character is a byte. */
  readonly outputs: readonly string[];
  readonly timeoutSeconds: number;
}

/**
 * Runs a script and returns the text of each output, all of which must be there. Throws Failure
 * (tool-missing, tool-failed, timeout, io).
 */
export async function runYosysJob(yosys: Yosys, job: YosysJob): Promise<Map<string, string>> {
  const found = await inSlot(() =>
    yosys.embedded ? runInWorker(job) : runInWorkspace(yosys, job),
  );
  const absent = job.outputs.find((name) => !found.has(name));
  if (absent === undefined) return found;
  throw new Failure('tool-failed', `Yosys ended well, but wrote no ${absent}`);
}

async function runInWorker(job: YosysJob): Promise<Map<string, string>> {
  const { script, files, library, outputs, timeoutSeconds } = job;
  const cells = library === null ? {} : await libraryFiles(library);
  const found = await explained(() =>
    runEmbedded({
      args: quietRun(FILES.script),
      files: { ...files, ...cells, [FILES.script]: script },
      outputs,
      timeoutSeconds,
    }),
  );
  return new Map(Object.entries(found));
}

async function libraryFiles({ directory }: Library): Promise<Record<string, Buffer>> {
  const names = [LIBRARY_FILES.outline, LIBRARY_FILES.gates];
  const read = names.map(async (name) => [name, await readFile(join(directory, name))] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function runInWorkspace(yosys: Yosys, job: YosysJob): Promise<Map<string, string>> {
  return inWorkspace(job.library, async (directory) => {
    for (const [name, text] of Object.entries({ ...job.files, [FILES.script]: job.script })) {
      await writeFile(join(directory, name), text);
    }
    const { timeoutSeconds } = job;
    await runYosys(yosys, { directory, script: FILES.script, timeoutSeconds });
    const found = new Map<string, string>();
    for (const name of job.outputs) {
      const text = await textOf(join(directory, name));
      if (text !== undefined) found.set(name, text);
    }
    return found;
  });
}

/**
 * Runs a script file in `directory`, where all its files are. Yosys and ABC put their own temporary
 * files there too, so that they go with it whatever happens.
 */
export async function runYosys(
  yosys: Tool,
  call: {
    readonly directory: string;
    readonly script: string;
    readonly timeoutSeconds: number;
  },
): Promise<void> {
  await explained(() =>
    runTool({
      tool: yosys.name,
      command: yosys.command,
      args: quietRun(call.script),
      cwd: call.directory,
      env: { TMPDIR: '.' },
      timeoutSeconds: call.timeoutSeconds,
    }),
  );
}

function quietRun(script: string): string[] {
  return ['-Q', '-T', '-q', '-s', script];
}

async function explained<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof Failure ? withCause(error) : error;
  }
}

/** Puts the ERROR line of Yosys, where there is one, in the place of what the log has first. */
function withCause(failure: Failure): Failure {
  const reason = /^(?:\S+:\d+: )?ERROR: .*$/m
    .exec(failure.detail ?? '')?.[0]
    .replace('ERROR: ', '');
  if (failure.kind !== 'tool-failed' || reason === undefined) return failure;
  const code = /^ABC: execution of command .* failed: return code (\d+)/.exec(reason)?.[1];
  const text = code === undefined ? reason : `its mapper ABC ended with exit code ${code}`;
  return new Failure('tool-failed', `Yosys failed: ${text}`, undefined, failure.detail);
}

/** Undefined where there is no such file. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}
