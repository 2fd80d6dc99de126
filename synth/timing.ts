import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedJson, contentHash, knownJson } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { runTool, type ToolOutput } from '../system/run-tool.ts';
import type { Tool } from '../system/tool.ts';
import type { Library } from './library.ts';
import { inSlot } from './slots.ts';
import {
  ANSWER,
  PERIOD_NS,
  type PortMargins,
  type TimedModule,
  timingScript,
  timingScriptHash,
} from './timing-script.ts';
import { inWorkspace } from './workspace.ts';

export interface CriticalPath {
  /** From the start of the path to its end, setup time included. */
  readonly ns: number;
  /** Port or pin, e.g. "weight_i[1]" or "acc_q[3]_reg/Q". */
  readonly from: string;
  readonly to: string;
}

/** A module to time, with the netlists that it needs. */
export interface TimingRequest {
  /** Unique among the requests. */
  readonly name: string;
  /** Name of the module. */
  readonly top: string;
  readonly clock: string | null;
  readonly margins?: PortMargins;
  /** Identifies the netlist with everything below it. */
  readonly key: string;
  /** Names of the netlists of the module and all that is below it. */
  readonly modules: readonly string[];
}

export interface TimingContext {
  readonly sta: Tool;
  readonly library: Library;
  /** Structural Verilog by the names that the requests use. */
  readonly netlists: ReadonlyMap<string, string>;
  /** Limit for the run of OpenSTA, which times all modules. */
  readonly timeoutSeconds: number;
}

export interface TimingResult {
  /** Null where the module has no path, e.g. constant outputs only. */
  readonly paths: ReadonlyMap<string, CriticalPath | null>;
  /** Requests whose path was not known. */
  readonly missed: readonly TimingRequest[];
}

/** Longest path of every module; one run of OpenSTA for all that are not in the memo. */
export async function timeModules(
  requests: readonly TimingRequest[],
  context: TimingContext,
): Promise<TimingResult> {
  const entries = await Promise.all(
    requests.map((request) => knownJson<TimingEntry>(SECTION, keyOf(request, context))),
  );
  const missed = requests.filter((_, index) => entries[index] === undefined);
  const found = missed.length === 0 ? new Map() : await runOpenSta(missed, context);
  const paths = await Promise.all(
    requests.map(async (request, index) => {
      const entry =
        entries[index] ??
        (await cachedJson<TimingEntry>(SECTION, keyOf(request, context), async () => ({
          path: found.get(request.name) ?? null,
        })));
      return [request.name, entry.path] as const;
    }),
  );
  return { paths: new Map(paths), missed };
}

interface TimingEntry {
  readonly path: CriticalPath | null;
}

const SECTION = 'timing';

function keyOf({ key, margins }: TimingRequest, { library, sta }: TimingContext): string {
  const ports = margins === undefined ? [] : [String(margins.input), String(margins.output)];
  return contentHash(key, ...ports, library.mappableHash, timingScriptHash, sta.build);
}

async function runOpenSta(
  requests: readonly TimingRequest[],
  { sta, library, netlists, timeoutSeconds }: TimingContext,
): Promise<ReadonlyMap<string, CriticalPath | null>> {
  const inside = (work: (directory: string) => Promise<ToolOutput>) =>
    inSlot(() => inWorkspace(library, work));
  const output = await inside(async (directory) => {
    for (const name of new Set(requests.flatMap(({ modules }) => modules))) {
      await writeFile(join(directory, `${name}.v`), netlists.get(name) ?? '');
    }
    const script = timingScript(requests.map(timedModule), gatingLatch(library));
    await writeFile(join(directory, 'timing.tcl'), script);
    return runTool({
      tool: sta.name,
      command: sta.command,
      args: ['-no_init', '-no_splash', '-exit', 'timing.tcl'],
      cwd: directory,
      timeoutSeconds,
    });
  });
  return readAnswers(
    `${output.stderr}\n${output.stdout}`,
    requests.map(({ name }) => name),
  );
}

function timedModule({ modules, key: _, ...rest }: TimingRequest): TimedModule {
  return { ...rest, netlists: modules.map((module) => `${module}.v`) };
}

/** The cell that a clock is gated with where the library has no cell for the whole. */
function gatingLatch({ cells: { clockGate, latch } }: Library): string | null {
  return clockGate === null && latch !== null ? latch.cell : null;
}

/** A cell that it does not know gets a black box and a warning only: its delay would be missing. */
const ERROR = /^(?:Error.*?: |Warning.*?: (?=.*Creating black box))(.*)$/m;

/**
 * Reads the answer lines. OpenSTA ends with exit code 0 whatever happened, so an error line or a
 * missing answer is a Failure (tool-failed).
 */
export function readAnswers(
  output: string,
  names: readonly string[],
): ReadonlyMap<string, CriticalPath | null> {
  const error = ERROR.exec(output)?.[1];
  if (error !== undefined) throw failed(error, output);
  const answers = new Map(
    output
      .split('\n')
      .map((line) => line.split('\t'))
      .flatMap(([word, name, ...columns]) =>
        word === ANSWER && name !== undefined ? [[name, columns] as const] : [],
      ),
  );
  return new Map(
    names.map((name) => {
      const columns = answers.get(name);
      if (columns === undefined) throw failed(`no answer for module ${name}`, output);
      return [name, columns[0] === 'none' ? null : readPath(name, columns, output)];
    }),
  );
}

function readPath(name: string, columns: readonly string[], output: string): CriticalPath {
  const [worst = '', slack = '', from = '', to = ''] = columns;
  const ns = PERIOD_NS - Number(worst);
  if (!(worst !== '' && ns >= 0 && from !== '' && to !== ''))
    throw failed(`no path for module ${name}`, output);
  // The path that is named must be the one whose slack is reported.
  if (!(Math.abs(Number(worst) - Number(slack)) <= 1e-5 * Math.max(1, ns))) {
    throw failed(`slacks ${worst} and ${slack} of module ${name} differ`, output);
  }
  return { ns: Number(ns.toFixed(6)), from, to };
}

function failed(reason: string, output: string): Failure {
  const tail = output.split('\n').filter(Boolean).slice(-20).join('\n');
  return new Failure('tool-failed', `OpenSTA failed: ${reason}`, undefined, tail);
}
