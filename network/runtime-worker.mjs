// Runs onnxruntime's WebAssembly build, one call at a time, off the main thread: a model may loop
// without end, but a worker can be ended, and the main thread stays free for signals. Plain
// JavaScript, because a worker starts without the loaders that read TypeScript.
import { parentPort, workerData } from 'node:worker_threads';

/** Only what ends the process is printed: a failure is told, and reported by whom it reaches. */
const FATAL = 4;

limitMemory(workerData.pages);
const runtime = await import(workerData.runtime);
runtime.env.wasm.numThreads = 1;
runtime.env.logLevel = 'fatal';
const sessions = new Map();

parentPort.on('message', async (call) => {
  try {
    const value = await carryOut(call);
    parentPort.postMessage({ end: { value } }, buffersOf(value));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isBroken = error instanceof WebAssembly.RuntimeError;
    parentPort.postMessage({ end: isBroken ? { broken: text } : { fault: text } });
  }
});

async function carryOut({ open, run, close }) {
  if (open) {
    const options = { executionProviders: ['wasm'], logSeverityLevel: FATAL };
    sessions.set(open.id, await runtime.InferenceSession.create(open.model, options));
  } else if (run) {
    const feeds = {};
    for (const [name, { type, data, dims }] of run.values) {
      feeds[name] = new runtime.Tensor(type, data, dims);
    }
    const results = await sessions.get(run.id).run(feeds, { logSeverityLevel: FATAL });
    return new Map(
      Object.entries(results).map(([name, { type, data, dims }]) => [name, { type, data, dims }]),
    );
  } else if (close) {
    await sessions.get(close.id).release();
    sessions.delete(close.id);
  }
  return null;
}

/** Moved, not copied. */
function buffersOf(values) {
  const buffers = [...(values ?? new Map()).values()].map(({ data }) => data.buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** onnxruntime asks for memory that may grow to 4 GiB; less makes its allocations fail earlier. */
function limitMemory(pages) {
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor) {
      super({ ...descriptor, maximum: Math.min(descriptor.maximum, pages) });
    }
  };
}
