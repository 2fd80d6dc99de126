import { createFloatRun } from '../network/float.ts';
import type { Inputs } from '../network/inputs.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { CalibrationSamples, Sample } from '../quantize/samples.ts';

/** Inputs that pass through the float network at once. */
const BATCH = 16;

/**
 * What the float network computes for the first inputs, as far as a plan is made from it: every
 * tensor that a MAC layer takes or gives.
 */
export async function calibrationSamples(
  network: Network,
  inputs: Inputs,
  count: number,
  limits?: HostLimits,
): Promise<CalibrationSamples> {
  const names = new Set(
    layersOf(network).flatMap(({ input, output, weights }) => [
      input,
      output,
      ...(weights.kind === 'tensor' ? [weights.name] : []),
    ]),
  );
  const watched = [...names].filter((name) => name !== network.input.name);
  const float = await createFloatRun(network, watched, limits);
  const each = inputs.dims.reduce((a, b) => a * b, 1);
  const most = Math.min(count, inputs.count);
  const parts = new Map<string, Value[]>([...names].map((name) => [name, []]));
  const batch = network.input.dims[0] ?? BATCH;
  for (let from = 0; from < most; from += batch) {
    const taken = Math.min(batch, most - from);
    const data = inputs.values.subarray(from * each, (from + taken) * each);
    const input: Value = { dims: [taken, ...inputs.dims], type: 'float32', data };
    const values = await float.run(input);
    parts.get(network.input.name)?.push(input);
    for (const name of watched) parts.get(name)?.push(values.get(name) as Value);
  }
  await float.close();
  return new Map([...parts].map(([name, values]) => [name, joined(values)]));
}

/** Along the first axis, that of the inputs. */
function joined(parts: readonly Value[]): Sample {
  const arrays = parts.map(({ data }) => data as Float32Array);
  const values = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    values.set(array, at);
    at += array.length;
  }
  const first = parts.reduce((sum, { dims }) => sum + (dims[0] ?? 1), 0);
  return { dims: [first, ...(parts[0]?.dims.slice(1) ?? [])], values };
}
