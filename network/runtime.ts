import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { Failure } from '../system/failure.ts';
import type { Value } from './network.ts';

/** A model that onnxruntime has loaded. */
export interface Session {
  run(values: ReadonlyMap<string, Value>): Promise<ReadonlyMap<string, Value>>;
  close(): Promise<void>;
}

/** Only what ends the process is printed: a failure is thrown, and reported by whom it reaches. */
const FATAL = 4;

/**
 * Loads a model into onnxruntime's WebAssembly build. `shown` names it in messages. Throws Failure
 * (input) with the first line of what onnxruntime says.
 */
export async function openSession(model: Uint8Array, shown: string): Promise<Session> {
  const runtime = await loadRuntime();
  const session = await explained(shown, () =>
    runtime.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      logSeverityLevel: FATAL,
    }),
  );
  return {
    async run(values) {
      const feeds: Record<string, Tensor> = {};
      for (const [name, { type, data, dims }] of values) {
        feeds[name] = new runtime.Tensor(type as 'float32', data as Float32Array, dims);
      }
      const options = { logSeverityLevel: FATAL } as const;
      return toValues(await explained(shown, () => session.run(feeds, options)));
    },
    close: () => session.release(),
  };
}

/** Half a second: only where a network runs. */
async function loadRuntime() {
  const runtime = await import('onnxruntime-web');
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = 'fatal';
  return runtime;
}

function toValues(results: InferenceSession.ReturnType): ReadonlyMap<string, Value> {
  return new Map(
    Object.entries(results).map(([name, tensor]) => {
      const { type, data, dims } = tensor as Tensor;
      return [name, { type, data: data as Value['data'], dims }];
    }),
  );
}

async function explained<T>(shown: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Failure('input', `${shown}: ${runtimeMessage(error)}`, undefined, String(error));
  }
}

/** File, line and signature of the function that found the fault. */
const SOURCE_PLACE = /\S+\.(?:cc|h):\d+ (?:[^(]*onnxruntime::[^(]*\([^)]*\) )?/g;

/** The first line of onnxruntime's own message, without places in its sources. */
function runtimeMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, own = text] = /ERROR_MESSAGE: (.*)/s.exec(text) ?? [];
  const [line = ''] = own.split('\n');
  return line.replace(SOURCE_PLACE, '').trim();
}
