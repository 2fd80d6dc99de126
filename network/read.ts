import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Failure } from '../system/failure.ts';
import { TensorFault } from '../tensor/fault.ts';
import { withTensorFile } from '../tensor/file.ts';
import { readBeside, readModelBytes } from '../tensor/onnx/external.ts';
import { inlineExternal } from '../tensor/onnx/inline.ts';
import { computeConstants } from './computed.ts';
import { createConstants } from './constants.ts';
import { divideNodes } from './divide.ts';
import { readGraph } from './graph.ts';
import type { Network } from './network.ts';
import type { HostLimits } from './runtime.ts';
import { orderSteps } from './steps.ts';

/**
 * Reads an ONNX model as MAC layers for the array and segments for the host. Throws Failure: input
 * for all that is wrong with the file or not taken, naming the node; io where the system refuses.
 */
export async function readNetwork(path: string, limits?: HostLimits): Promise<Network> {
  try {
    const absolute = resolve(path);
    const file = await withTensorFile(absolute, path, readModelBytes);
    const hash = createHash('sha256').update(file).digest('hex');
    const model = await inlineExternal(file, (range) => readBeside(absolute, range));
    const graph = readGraph(model);
    const computed = await computeConstants(graph, createConstants(graph), path, limits);
    const steps = orderSteps(divideNodes(graph, createConstants(graph, computed)));
    return { path, hash, model, input: graph.input, output: graph.output, steps };
  } catch (error) {
    if (!(error instanceof TensorFault)) throw error;
    throw new Failure('input', `${path}: ${error.message}`, error.hint);
  }
}
