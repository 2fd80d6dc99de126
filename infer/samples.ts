import { closing } from '../network/closing.ts';
import { createFloatRun } from '../network/float.ts';
import type { Inputs } from '../network/inputs.ts';
import { inputsAxisOf, joinedTensors } from '../network/joined.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import type { CalibrationSamples } from '../quantize/samples.ts';
import { Failure } from '../system/failure.ts';

/** Inputs that pass through the float network at once. */
const BATCH = 16;

/**
 * What the float network computes for the first inputs, as far as a plan is made from it: every
 * tensor that a MAC layer takes or gives, the inputs themselves and the answer. Where the network takes a number of
 * inputs at a time, `count`
 * is rounded up to whole batches.
 */
export async function calibrationSamples(
  network: Network,
  inputs: Inputs,
  count: number,
  limits?: HostLimits,
): Promise<CalibrationSamples> {
  const names = new Set([
    network.output,
    network.input.name,
    ...layersOf(network).flatMap(({ input, output, weights }) => [
      input,
      output,
      ...(weights.kind === 'tensor' ? [weights.name] : []),
    ]),
  ]);
  const watched = [...names].filter((name) => name !== network.input.name);
  const each = inputs.dims.reduce((a, b) => a * b, 1);
  const parts = new Map<string, Value[]>([...names].map((name) => [name, []]));
  const fixed = network.input.dims[0] ?? null;
  const batch = fixed ?? BATCH;
  const whole = fixed === null ? count : Math.ceil(count / fixed) * fixed;
  const most = Math.min(whole, inputs.count);
  await closing(await createFloatRun(network, watched, limits), async (float) => {
    for (let from = 0; from < most; from += batch) {
      const taken = Math.min(batch, most - from);
      const data = inputs.values.subarray(from * each, (from + taken) * each);
      const input: Value = { dims: [taken, ...inputs.dims], type: 'float32', data };
      const values = await float.run(input);
      parts.get(network.input.name)?.push(input);
      for (const name of watched) parts.get(name)?.push(floats(network, name, values));
    }
  });
  const axisOf = inputsAxisOf(network);
  return new Map(
    [...parts].map(([name, values]) => [
      name,
      joinedTensors(values, axisOf(name, values[0]?.dims.length ?? 0)),
    ]),
  );
}

/** Throws Failure (input) for a tensor of another type, which no array multiplies, and no answer has. */
function floats(
  { path, output }: Network,
  name: string,
  values: ReadonlyMap<string, Value>,
): Value {
  const value = values.get(name) as Value;
  if (value.type === 'float32') return value;
  if (name === output) {
    throw new Failure(
      'input',
      `${path}: its answer ${JSON.stringify(name)} is of type ${value.type}`,
      'only float32 answers are taken',
    );
  }
  throw new Failure(
    'input',
    `${path}: the tensor ${JSON.stringify(name)} holds ${value.type}, where a MAC layer needs float32`,
  );
}
