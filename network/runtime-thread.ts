import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../system/package-root.ts';
import { answerOf } from '../system/worker-answer.ts';
import type { Value } from './network.ts';

/** What the thread can do; sessions have numbers. */
export type ThreadCall =
  | { readonly start: true }
  | { readonly open: { readonly id: number; readonly model: Uint8Array } }
  | { readonly run: { readonly id: number; readonly values: ReadonlyMap<string, Value> } }
  | { readonly close: { readonly id: number } };

/** `fault`: what onnxruntime says; `broken`: the thread is gone with all its sessions. */
export type ThreadEnd =
  | { readonly value: ReadonlyMap<string, Value> | null }
  | { readonly fault: string }
  | { readonly broken: string };

/** A thread that runs onnxruntime; all of a process share one while it is intact. */
export interface RuntimeThread {
  /** One call after another. After 'timeout' the thread is gone, too. */
  call(message: ThreadCall, timeoutSeconds: number): Promise<ThreadEnd | 'timeout'>;
}

const WORKER = join(packageRoot, 'network/runtime-worker.mjs');
/** To load onnxruntime, which is no fault of a model's. */
const START_SECONDS = 300;
const PAGE = 2 ** 16;
const MOST_BYTES = 2 ** 32;

/** Most that onnxruntime may take, bytes: WebAssembly has 4 GiB, and half of the machine is enough. */
export const RUNTIME_BYTES = Math.min(MOST_BYTES, Math.floor(totalmem() / 2 / PAGE) * PAGE);

let shared: RuntimeThread | undefined;

/** The intact thread, or a new one. */
export function runtimeThread(): RuntimeThread {
  shared ??= startThread();
  return shared;
}

function startThread(): RuntimeThread {
  const runtime = createRequire(import.meta.url).resolve('onnxruntime-web');
  const worker = new Worker(WORKER, {
    workerData: { runtime: pathToFileURL(runtime).href, pages: RUNTIME_BYTES / PAGE },
    execArgv: [],
  });
  worker.unref();
  // An error after the end of a call must not end the process.
  worker.on('error', () => {});
  let gone: ThreadEnd | undefined;
  let last: Promise<unknown> = ask({ start: true }, START_SECONDS);
  const thread: RuntimeThread = {
    call(message, timeoutSeconds) {
      const answer = last.then(() => gone ?? ask(message, timeoutSeconds));
      last = answer;
      return answer;
    },
  };
  return thread;

  async function ask(message: ThreadCall, timeoutSeconds: number) {
    worker.ref();
    const end = await answerOf<ThreadEnd>(worker, { message, timeoutSeconds });
    worker.unref();
    if (end === 'timeout' || 'broken' in end) {
      gone = { broken: end === 'timeout' ? 'its thread was ended' : end.broken };
      if (shared === thread) shared = undefined;
      await worker.terminate();
    }
    return end;
  }
}
