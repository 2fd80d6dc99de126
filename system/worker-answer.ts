import type { Worker } from 'node:worker_threads';

/** How a worker thread is called: one call after another, each with a time limit. */
export interface WorkerCall {
  readonly message: unknown;
  readonly timeoutSeconds: number;
  readonly onLog?: (text: string) => void;
}

/**
 * Posts a message and waits for `{ end }`; `{ log }` may come before it. 'timeout' leaves the worker
 * as it is; `broken` says why it cannot be used again.
 */
export function answerOf<End>(
  worker: Worker,
  { message, timeoutSeconds, onLog = () => {} }: WorkerCall,
): Promise<End | { readonly broken: string } | 'timeout'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish('timeout'), timeoutSeconds * 1000);
    const onMessage = ({ log, end }: { readonly log?: string; readonly end?: End }) => {
      if (log !== undefined) onLog(log);
      if (end !== undefined) finish(end);
    };
    const onError = (error: unknown) => finish({ broken: String(error) });
    const onExit = () => finish({ broken: 'its worker thread ended' });
    const finish = (end: End | { readonly broken: string } | 'timeout') => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(end);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(message);
  });
}
