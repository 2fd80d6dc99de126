import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createFloatRun } from '../../network/float.ts';
import { createHost } from '../../network/host.ts';
import type { MacLayer } from '../../network/layer.ts';
import { layersOf, type Network } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { runSteps } from '../support/naive-layers.ts';
import { type OnnxModelParts, onnxModel } from '../support/onnx-models.ts';
import { randomValue, relativeError } from '../support/values.ts';

/** A model from "x" to "y", float32, as a file that is there while it is read. */
export async function readModel(parts: OnnxModelParts | Uint8Array): Promise<Network> {
  const directory = mkdtempSync(join(tmpdir(), 'logposit-network-'));
  try {
    const path = join(directory, 'model.onnx');
    writeFileSync(path, parts instanceof Uint8Array ? parts : onnxModel(parts));
    return await readNetwork(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The steps of a model with naive layers equal onnxruntime's float run, on random inputs. */
export async function expectSameAsFloat(
  parts: OnnxModelParts,
  dims: readonly number[],
): Promise<Network> {
  const network = await readModel(parts);
  const [host, float] = [await createHost(network), await createFloatRun(network, [])];
  try {
    for (const seed of [1, 2]) {
      const input = randomValue(dims, seed);
      const expected = (await float.run(input)).get(network.output);
      const got = (await runSteps(network, host, input)).get(network.output);
      if (expected === undefined || got === undefined) throw new Error('both have the output');
      expect(got.dims).toEqual(expected.dims);
      expect(relativeError(got, expected)).toBeLessThan(1e-5);
    }
  } finally {
    await host.close();
    await float.close();
  }
  return network;
}

/** The layers and how many host nodes there are beside them. */
export function division(network: Network): { layers: readonly MacLayer[]; hosted: number } {
  const segments = network.steps.flatMap((step) => (step.kind === 'host' ? [step.segment] : []));
  const hosted = segments.reduce((count, { nodes }) => count + nodes.length, 0);
  return { layers: layersOf(network), hosted };
}
