// Runs the WebAssembly build of Yosys, one call at a time, off the main thread: a call cannot be
// interrupted from within, but a worker can be ended. Plain JavaScript, because a worker starts
// without the loaders that read TypeScript.
import { parentPort, workerData } from 'node:worker_threads';

const { runYosys } = await import(workerData.bundle);

parentPort.on('message', async ({ args, files, outputs }) => {
  parentPort.postMessage({ end: await call(args, files, outputs) });
});

/** Exit code and the files asked for; `broken` where the instance cannot be used again. */
async function call(args, files, outputs) {
  try {
    const tree = await runYosys(args, files, { stdout: say(), stderr: say(), decodeASCII: false });
    return { code: 0, files: picked(tree, outputs) };
  } catch (error) {
    if (typeof error?.code === 'number' && error.files) return { code: error.code, files: {} };
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}

function picked(tree, outputs) {
  const found = outputs.flatMap((name) => {
    const content = tree[name];
    if (content === undefined) return [];
    return [
      [name, typeof content === 'string' ? content : Buffer.from(content).toString('latin1')],
    ];
  });
  return Object.fromEntries(found);
}

/** Passes what Yosys prints on at once, so that it is there when this worker is ended. */
function say() {
  const decoder = new TextDecoder();
  return (bytes) => {
    if (bytes !== null) parentPort.postMessage({ log: decoder.decode(bytes, { stream: true }) });
  };
}
