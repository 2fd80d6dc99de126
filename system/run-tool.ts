import { execa, type Options } from 'execa';
import { Failure } from './failure.ts';
import { killGroup, killOnInterrupt } from './interrupt.ts';

export interface ToolCall {
  /** Name for messages, e.g. "Yosys". */
  readonly tool: string;
  /** Program to start: a name looked up in PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whole text of standard input. */
  readonly input?: string;
  /** Seconds until the program is killed. */
  readonly timeoutSeconds: number;
}

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
}

const LOG_TAIL_LINES = 20;

/** Starts an external program without a shell; every failure names tool, command line and cause. */
export async function runTool(call: ToolCall): Promise<ToolOutput> {
  const running = execa(call.command, call.args, toolOptions(call));
  const limit = timeLimit(running.pid, call.timeoutSeconds);
  const result = await running;
  const { timedOut } = limit.end();
  if (!result.failed && !timedOut) return { stdout: result.stdout, stderr: result.stderr };
  throw toolFailure(call, {
    ...result,
    timedOut,
    log: [result.stdout, result.stderr].filter(Boolean).join('\n'),
  });
}

/**
 * Kills the program with all that it started when its time is over, or when this process ends. A
 * program's own children would otherwise outlive it and hold its output open.
 */
function timeLimit(group: number | undefined, seconds: number): { end(): { timedOut: boolean } } {
  if (group === undefined) return { end: () => ({ timedOut: false }) };
  let timedOut = false;
  const release = killOnInterrupt(group);
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(group);
  }, seconds * 1000);
  return {
    end() {
      clearTimeout(timer);
      killGroup(group);
      release();
      return { timedOut };
    },
  };
}

function toolOptions(call: ToolCall) {
  return {
    reject: false,
    // A process group of its own, so that its children end with it.
    detached: true,
    stripFinalNewline: false,
    maxBuffer: 256 * 1024 * 1024,
    ...(call.input === undefined ? { stdin: 'ignore' } : { input: call.input }),
    ...(call.cwd === undefined ? {} : { cwd: call.cwd }),
    env: { LC_ALL: 'C', ...call.env },
  } as const satisfies Options;
}

export interface ToolEnd {
  readonly code?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly timedOut?: boolean;
  readonly log: string;
}

/** Turns the end of a program into the Failure that a user reads. */
export function toolFailure(call: ToolCall, end: ToolEnd): Failure {
  if (end.code === 'ENOENT' || end.code === 'EACCES') {
    return new Failure(
      'tool-missing',
      `${call.tool} is missing: cannot start "${call.command}"`,
      'run ./bootstrap to install it, or `logposit doctor` to see what was found',
    );
  }
  const detail = [
    `command: ${[call.command, ...call.args].join(' ')}`,
    ...lastLines(end.log, LOG_TAIL_LINES),
  ].join('\n');
  if (end.log.includes('No space left on device')) {
    const text = `${call.tool} could not write: no space left on the disk`;
    return new Failure('io', text, 'free some space and run the command again', detail);
  }
  if (end.timedOut) {
    const text = `${call.tool} did not finish within ${call.timeoutSeconds} s and was stopped`;
    return new Failure('timeout', text, undefined, detail);
  }
  const how = end.signal ? `was killed by ${end.signal}` : `failed with exit code ${end.exitCode}`;
  return new Failure('tool-failed', `${call.tool} ${how}${cause(end.log)}`, undefined, detail);
}

/** The line of a log that says why, for the one-line message. */
function cause(log: string): string {
  const lines = lastLines(log, Number.POSITIVE_INFINITY);
  const line = lines.find((text) => /error/i.test(text)) ?? lines.at(-1);
  return line === undefined ? '' : `: ${line.trim()}`;
}

function lastLines(log: string, count: number): string[] {
  return log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}
