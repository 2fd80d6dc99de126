import { execa } from 'execa';
import { Failure } from '../system/failure.ts';
import { killGroup, killOnInterrupt } from '../system/interrupt.ts';

/** A simulator to be started: what `buildSimulator` made, or anything that behaves like it. */
export interface Simulator {
  readonly command: string;
  /** Arguments before those of the workload. */
  readonly args: readonly string[];
  /** Where memory contents named in the RTL are found. */
  readonly cwd: string;
}

export interface SimulationLimits {
  /** Seconds for one whole run. */
  readonly totalSeconds: number;
  /** Seconds without any output, while the comparison is waiting for it. */
  readonly idleSeconds: number;
  /** Stops the run; the result is then a Failure (interrupted). */
  readonly signal?: AbortSignal;
}

/** What is said to a simulator, and what becomes of its answers. */
export interface Dialogue {
  /** Bytes for stdin, made when the simulator can take them. */
  readonly input: Iterable<Uint8Array>;
  /** Takes a chunk of stdout; false stops the simulator. */
  take(chunk: Uint8Array): boolean;
}

export type ExchangeEnd =
  | { readonly kind: 'ended' }
  /** By `take`. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'crashed'; readonly detail: string }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'tool-missing'; readonly detail: string };

/** Why a simulator was killed from here. */
type Stop =
  | { readonly reason: 'refused' }
  | { readonly reason: 'timeout'; readonly seconds: number }
  | { readonly reason: 'error'; readonly error: unknown };

/** Runs a simulator to its end, talking to it meanwhile. Throws what the dialogue throws. */
export async function exchange(
  simulator: Simulator,
  args: readonly string[],
  limits: SimulationLimits,
  dialogue: Dialogue,
): Promise<ExchangeEnd> {
  const child = startSimulator(simulator, args, limits.signal);
  const errorText = collectTail(child.stderr);
  const stops: Stop[] = [];
  const halt = (stop: Stop) => {
    stops.push(stop);
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const watch = watchTime(limits, (seconds) => halt({ reason: 'timeout', seconds }));
  child.stdout.on('data', (chunk: Buffer) => {
    watch.progress();
    if (stops.length > 0) return;
    try {
      if (!dialogue.take(chunk)) halt({ reason: 'refused' });
    } catch (error) {
      halt({ reason: 'error', error });
    }
  });
  const fed = feed(child.stdin, dialogue.input).catch((error: unknown) => {
    halt({ reason: 'error', error });
  });

  const release = child.pid === undefined ? () => {} : killOnInterrupt(child.pid);
  const [result] = await Promise.all([child, fed]).finally(() => {
    watch.stop();
    release();
  });
  if (limits.signal?.aborted) throw new Failure('interrupted', 'the simulation was stopped');
  if (result.code === 'ENOENT' || result.code === 'EACCES') {
    return { kind: 'tool-missing', detail: `cannot start the simulator ${simulator.command}` };
  }
  if (stops[0] !== undefined) return stoppedEnd(stops[0]);
  if (result.failed) return { kind: 'crashed', detail: endOf(result, errorText()) };
  return { kind: 'ended' };
}

function stoppedEnd(stop: Stop): ExchangeEnd {
  switch (stop.reason) {
    case 'timeout':
      return { kind: 'timeout', seconds: stop.seconds };
    case 'refused':
      return { kind: 'refused' };
    case 'error':
      throw stop.error;
  }
}

/** In a process group of its own, so that what the RTL starts (`$system`) ends with it. */
function startSimulator(
  simulator: Simulator,
  args: readonly string[],
  signal: AbortSignal | undefined,
) {
  return execa(simulator.command, [...simulator.args, ...args], {
    cwd: simulator.cwd,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    detached: true,
    encoding: 'buffer',
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
}

/** Writes the input as fast as the simulator reads it. */
async function feed(stdin: NodeJS.WritableStream, input: Iterable<Uint8Array>): Promise<void> {
  let gone = false;
  // A simulator that ends early closes the pipe; how it ended is judged from its exit.
  const closed = new Promise<void>((resolve) => {
    const close = () => {
      gone = true;
      resolve();
    };
    stdin.once('error', close).once('close', close);
  });
  for (const bytes of input) {
    if (gone) break;
    if (stdin.write(bytes)) continue;
    await Promise.race([closed, new Promise((resolve) => stdin.once('drain', resolve))]);
  }
  stdin.end();
}

const TICK_MS = 250;

/**
 * Calls `expired` once a limit is reached. Silence is counted in ticks of the event loop, so that
 * time spent here on golden values is not held against the simulator.
 */
function watchTime(limits: SimulationLimits, expired: (seconds: number) => void) {
  const begin = performance.now();
  let silentTicks = 0;
  const timer = setInterval(() => {
    silentTicks++;
    if ((performance.now() - begin) / 1000 >= limits.totalSeconds) expired(limits.totalSeconds);
    else if ((silentTicks * TICK_MS) / 1000 >= limits.idleSeconds) expired(limits.idleSeconds);
  }, TICK_MS);
  return {
    progress: () => {
      silentTicks = 0;
    },
    stop: () => clearInterval(timer),
  };
}

const TAIL_CHARACTERS = 2000;

function collectTail(stream: NodeJS.ReadableStream): () => string {
  let tail = '';
  stream.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-TAIL_CHARACTERS);
  });
  return () => tail;
}

interface ProcessEnd {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly shortMessage?: string | undefined;
}

function endOf({ exitCode, signal, shortMessage }: ProcessEnd, errorText: string): string {
  const lines = errorText.split('\n').filter((line) => line.trim() !== '');
  const cause = lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
  const how =
    signal !== undefined
      ? `killed by ${signal}`
      : exitCode !== undefined
        ? `exit code ${exitCode}`
        : (shortMessage ?? 'unknown end');
  return cause === undefined ? how : `${how}: ${cause.trim()}`;
}
