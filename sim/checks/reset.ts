import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Module } from '../../generator/design.ts';
import { cachedDirectory, contentHash } from '../../system/cache.ts';
import { Failure } from '../../system/failure.ts';
import { packageRoot } from '../../system/package-root.ts';
import { hashOf, type RtlSources, sourcesOf } from '../../system/rtl-files.ts';
import { modulePrefix } from '../../system/rtl-hash.ts';
import { runTool } from '../../system/run-tool.ts';
import type { SimulationTools } from '../tools.ts';
import { takesLogs } from '../unit.ts';
import type { Check, Verdict } from '../verdict.ts';

const CHECK_NAME = 'reset from unknown state';
const PROGRAM = 'reset_check.vvp';
const COMPILE_SECONDS = 120;

/** A bench of sim/, and what it must know of the module under test. */
export interface ResetBench {
  /** Name of the file and of its module. */
  readonly name: string;
  readonly defines: readonly string[];
  /** Names of further files of sim/ that it needs. */
  readonly beside?: readonly string[];
}

/**
 * Runs a module in a four-state simulator: the first reset must leave a known state, and outputs may
 * change at clock edges only. Throws Failure (tool-failed) where Icarus cannot compile the RTL.
 */
export async function checkReset(
  all: RtlSources,
  module: Module,
  bench: ResetBench,
  tools: SimulationTools,
  timeoutSeconds: number,
): Promise<Check> {
  const sources = sourcesOf(all, module.name);
  const program = await compileBench(sources, module, bench, tools);
  return {
    module: module.name,
    name: CHECK_NAME,
    exhaustive: false,
    ...(await runBench(program, sources.directory, module.name, tools, timeoutSeconds)),
  };
}

/** The bench of a PE: two copies, which must come out of reset with zeros. */
export function peResetBench(module: Module): ResetBench {
  const width = (name: string) => module.ports.find((port) => port.name === name)?.width ?? 0;
  const onLogs = takesLogs(module);
  const operandWidth = (operand: 'weight' | 'act') =>
    onLogs ? 3 + width(`${operand}_log_i`) : width(`${operand}_i`);
  return {
    name: 'reset_check',
    defines: [
      ...(onLogs ? ['-DON_LOGS'] : []),
      `-DWEIGHT_WIDTH=${operandWidth('weight')}`,
      `-DACT_WIDTH=${operandWidth('act')}`,
      `-DACC_WIDTH=${width('acc_o')}`,
      `-DLATENCY=${module.latency}`,
    ],
  };
}

async function runBench(
  program: string,
  cwd: string,
  module: string,
  tools: SimulationTools,
  timeoutSeconds: number,
): Promise<Pick<Check, 'vectors' | 'verdict'>> {
  const command = tools.icarusRuntime.command;
  try {
    const call = { tool: 'Icarus Verilog', command, args: ['-n', program], cwd, timeoutSeconds };
    const { stdout } = await runTool(call);
    const cycles = Number(/^end (\d+)$/m.exec(stdout)?.[1] ?? 0);
    return { vectors: cycles, verdict: verdictOf(stdout, module) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { vectors: 0, verdict: brokenVerdict(error, timeoutSeconds) };
  }
}

function brokenVerdict(failure: Failure, seconds: number): Verdict {
  switch (failure.kind) {
    case 'timeout':
      return { kind: 'timeout', seconds, after: 0 };
    case 'tool-missing':
      return { kind: 'tool-missing', detail: failure.message };
    default:
      return { kind: 'crashed', detail: failure.message, after: 0 };
  }
}

async function compileBench(
  sources: RtlSources,
  module: Module,
  { name, defines, beside = [] }: ResetBench,
  tools: SimulationTools,
): Promise<string> {
  const files = [name, ...beside].map((each) => join(packageRoot, 'sim', `${each}.sv`));
  const key = contentHash(
    hashOf(sources),
    module.name.replace(modulePrefix(sources.name), 'DUT_'),
    ...(await Promise.all(files.map((file) => readFile(file, 'utf8')))),
    tools.icarus.version,
    ...defines,
  );
  const directory = await cachedDirectory('reset-checks', key, async (staging) => {
    await runTool({
      tool: 'Icarus Verilog',
      command: tools.icarus.command,
      args: [
        '-g2012',
        ...['-s', name],
        `-DDUT=${module.name}`,
        ...defines,
        ...['-o', join(staging, PROGRAM)],
        ...sources.files.map(({ path }) => path),
        ...files,
      ],
      cwd: sources.directory,
      timeoutSeconds: COMPILE_SECONDS,
    });
  });
  return join(directory, PROGRAM);
}

/** Reads the first fault, or the end, out of what the bench prints. */
function verdictOf(output: string, module: string): Verdict {
  const [, kind, port, cycle, bits] = /^fail (\w+) (\w+) (\d+) (\w+)$/m.exec(output) ?? [];
  if (kind === undefined || port === undefined || bits === undefined) {
    const [, expected, got] = /^short (\d+) (\d+)$/m.exec(output) ?? [];
    if (expected !== undefined && got !== undefined) return missingResults(module, expected, got);
    if (/^end \d+$/m.test(output)) return { kind: 'pass' };
    return { kind: 'crashed', detail: 'the bench ended before its last cycle', after: 0 };
  }
  if (kind === 'unknown') {
    const detail = `${port} is ${bits.length}'b${bits} after the first reset (cycle ${cycle})`;
    return { kind: 'unknown-state', detail };
  }
  const { inputs, expected } = RULES[kind] ?? MOVED;
  return {
    kind: 'mismatch',
    count: 1,
    first: {
      ...{ module, check: CHECK_NAME, index: Number(cycle), inputs },
      expected: { [port]: expected },
      got: { [port]: `${bits.length}'b${bits}` },
      differs: [port],
    },
  };
}

interface Rule {
  readonly inputs: Readonly<Record<string, string>>;
  readonly expected: string;
}

const MOVED: Rule = {
  inputs: { clk_i: 'low: no rising edge since the last outputs' },
  expected: 'as after the last clock edge',
};

/** What a bench found broken, by the word that it prints. */
const RULES: Readonly<Record<string, Rule>> = {
  moved: MOVED,
  nonzero: { inputs: { rst_ni: '0 at the last clock edge' }, expected: 'all bits 0' },
  withdrawn: {
    inputs: { ready: '0 at the last clock edge' },
    expected: 'valid, with the same payload, until the handshake',
  },
  unasked: { inputs: { requests: 'all answered' }, expected: '0' },
  response: { inputs: { access: 'in range' }, expected: 'OKAY' },
  tlast: { inputs: { result: 'taken' }, expected: '1 with the last result of a run only' },
};

function missingResults(module: string, expected: string, got: string): Verdict {
  const count = Number(expected) - Number(got);
  const first = {
    ...{ module, check: CHECK_NAME, index: Number(got) },
    inputs: { tiles: 'random, after the first reset' },
    expected: { results: expected },
    got: { results: got },
    differs: ['results'],
  };
  return { kind: 'mismatch', count, first };
}
