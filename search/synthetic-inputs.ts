import type { Inputs } from '../network/inputs.ts';
import type { Network } from '../network/network.ts';
import { createGaussian } from '../sim/gaussian.ts';
import { createRandom } from '../sim/random.ts';
import { Failure } from '../system/failure.ts';

/** Inputs that are drawn, for a network without data; every value by itself. */
export interface Synthetic {
  readonly count: number;
  readonly seed: number;
  readonly values:
    | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
    | { readonly kind: 'uniform'; readonly low: number; readonly high: number };
}

/** The same ones for the same seed. Throws Failure (input) where the network leaves sizes free. */
export function syntheticInputs(
  { path, input }: Pick<Network, 'path' | 'input'>,
  { count, seed, values }: Synthetic,
): Inputs {
  const [batch, ...sizes] = input.dims;
  const dims = sizes.map((size, axis) => {
    if (size !== null) return size;
    throw new Failure(
      'input',
      `${path} leaves the size of axis ${axis + 1} of ${JSON.stringify(input.name)} free: inputs cannot be drawn`,
      'give inputs in a file',
    );
  });
  if (typeof batch === 'number' && count % batch !== 0) {
    throw new Failure(
      'input',
      `${count} inputs are to be drawn, but ${path} takes ${batch} at a time`,
    );
  }
  const next = drawing(seed, values);
  const each = dims.reduce((product, size) => product * size, 1);
  return { count, dims, values: Float32Array.from({ length: count * each }, next) };
}

function drawing(seed: number, values: Synthetic['values']): () => number {
  const random = createRandom(seed, 'inputs');
  if (values.kind === 'uniform') {
    const { low, high } = values;
    return () => low + (high - low) * (random.word() / 2 ** 32);
  }
  const normal = createGaussian(random);
  return () => values.mean + values.deviation * normal();
}
