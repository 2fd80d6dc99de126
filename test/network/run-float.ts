import { createFloatRun } from '../../network/float.ts';
import { readNetwork } from '../../network/read.ts';
import { Failure } from '../../system/failure.ts';

/** Runs a network on a 2 x 2 input and prints the failure, and nothing else. */
const network = await readNetwork(process.argv[2] ?? '');
const float = await createFloatRun(network, []);
const input = { dims: [2, 2], type: 'float32', data: Float32Array.of(1, 2, 3, 4) };
try {
  await float.run(input);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stdout.write(`${error.kind} ${error.message}\n`);
}
