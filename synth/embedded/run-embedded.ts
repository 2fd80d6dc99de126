import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../system/failure.ts';
import { packageRoot } from '../../system/package-root.ts';
import { type ToolEnd, toolFailure } from '../../system/run-tool.ts';
import { answerOf } from '../../system/worker-answer.ts';

const PACKAGE = '@yowasp/yosys';
const WORKER = join(packageRoot, 'synth/embedded/worker.mjs');

/** Arguments and a directory in memory, for one run of the embedded Yosys. */
export interface EmbeddedCall {
  readonly args: readonly string[];
  /** Content by file name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Names of the files wanted back. */
  readonly outputs: readonly string[];
  readonly timeoutSeconds: number;
}

/** What the worker says of a call that has ended. */
type WorkerEnd =
  | { readonly code: number; readonly files: Readonly<Record<string, string>> }
  | { readonly broken: string };

/** Version of the npm package, e.g. "0.55.944". Throws Failure (tool-missing). */
export function embeddedVersion(): string {
  const bundle = embeddedBundle();
  const manifest: unknown = createRequire(bundle)(join(bundle, '../../package.json'));
  return String((manifest as { version?: unknown }).version);
}

/**
 * Runs the embedded Yosys in a worker thread and returns those of `outputs` that it wrote. The first
 * call of a worker takes some seconds more, which compile its WebAssembly. Throws Failure
 * (tool-missing, tool-failed, timeout).
 */
export async function runEmbedded(call: EmbeddedCall): Promise<Readonly<Record<string, string>>> {
  const worker = idle.pop() ?? startWorker();
  worker.ref();
  let usable = false;
  let log = '';
  try {
    const { args, files, outputs, timeoutSeconds } = call;
    const end = await answerOf<WorkerEnd>(worker, {
      message: { args, files, outputs },
      timeoutSeconds,
      onLog: (text) => {
        log += text;
      },
    });
    usable = end !== 'timeout' && !('broken' in end);
    if (end === 'timeout') throw embeddedFailure(call, { timedOut: true, log });
    if ('broken' in end) throw embeddedFailure(call, { exitCode: 1, log: `${log}\n${end.broken}` });
    if (end.code !== 0) throw embeddedFailure(call, { exitCode: end.code, log });
    return end.files;
  } finally {
    if (usable) keep(worker);
    else await worker.terminate();
  }
}

/** Workers that wait for a call; they do not keep the process alive. */
const idle: Worker[] = [];

function keep(worker: Worker): void {
  worker.unref();
  idle.push(worker);
}

function startWorker(): Worker {
  const bundle = pathToFileURL(embeddedBundle()).href;
  const worker = new Worker(WORKER, { workerData: { bundle }, execArgv: [] });
  // An error after the end of a call must not end the process.
  return worker.on('error', () => {});
}

function embeddedBundle(): string {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch {
    throw new Failure(
      'tool-missing',
      `the embedded Yosys is missing: no npm package ${PACKAGE}`,
      'run ./bootstrap to install it',
    );
  }
}

function embeddedFailure(call: EmbeddedCall, end: ToolEnd): Failure {
  const { args, timeoutSeconds } = call;
  return toolFailure({ tool: 'Yosys', command: `${PACKAGE}: yosys`, args, timeoutSeconds }, end);
}
