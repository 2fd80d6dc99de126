import type { RealTensor } from '../sum-inputs.ts';

export const POOLINGS = ['mean', 'kurtosis', 'mean-kurtosis'] as const;

/** One number for each channel: its mean, its kurtosis less that of a normal distribution (3), or both. */
export type Pooling = (typeof POOLINGS)[number];

/** How channels and inputs lie in a tensor. */
export interface Layout {
  /** Axis of the channels; 0 where vectors are columns: inputs lie behind then. */
  readonly channelAxis: number;
  /** How many inputs the tensor is of; they may have several places each on their axis. */
  readonly inputs: number;
}

/** Pooled channels of each input: inputs x features. A channel with a single value for each input is pooled already. */
export function pooled(
  { dims, values }: RealTensor,
  { channelAxis, inputs }: Layout,
  pooling: Pooling,
): Float64Array[] {
  const channels = dims[channelAxis] ?? 1;
  const inner = dims.slice(channelAxis + 1).reduce((a, b) => a * b, 1);
  const size = values.length / channels / inputs;
  const run = channelAxis === 0 ? inner / inputs : inner;
  /** Values of a channel for an input: runs of neighbours, one for each place on outer axes. */
  const valuesOf = (input: number, channel: number) => {
    const own = new Float64Array(size);
    for (let from = 0; from < size; from += run) {
      const outer = channelAxis === 0 ? 0 : (input * size + from) / run;
      const start = (outer * channels + channel) * inner + (channelAxis === 0 ? input * run : 0);
      own.set(values.subarray(start, start + run), from);
    }
    return own;
  };
  return Array.from({ length: inputs }, (_, input) => {
    const all = Array.from({ length: channels }, (_each, channel) => valuesOf(input, channel));
    if (size === 1) return Float64Array.from(all, ([only]) => only as number);
    const moments = all.map(momentsOf);
    const means = moments.map(({ mean }) => mean);
    const kurtoses = moments.map(({ kurtosis }) => kurtosis);
    if (pooling === 'mean') return Float64Array.from(means);
    return Float64Array.from(pooling === 'kurtosis' ? kurtoses : [...means, ...kurtoses]);
  });
}

/** Mean and excess kurtosis of a channel; a constant one has none. */
function momentsOf(values: Float64Array) {
  const size = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / size;
  let [second, fourth] = [0, 0];
  for (const x of values) {
    const square = (x - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const variance = second / size;
  const kurtosis =
    variance < 1e-12 * mean * mean || variance === 0 ? 0 : fourth / size / variance ** 2 - 3;
  return { mean, kurtosis };
}
