import type { RealTensor } from '../sum-inputs.ts';

export const POOLINGS = ['mean', 'kurtosis', 'mean-kurtosis'] as const;

/** One number for each channel: its mean, its kurtosis less that of a normal distribution (3), or both. */
export type Pooling = (typeof POOLINGS)[number];

/** Where the channels of a tensor lie. */
export type ChannelAxis = 'second' | 'last';

/** Pooled channels of each input (axis 0): inputs x features. Channels of a tensor of rank 2 are pooled already. */
export function pooled(
  { dims, values }: RealTensor,
  axis: ChannelAxis,
  pooling: Pooling,
): Float64Array[] {
  const [inputs = 1] = dims;
  const each = values.length / inputs;
  const channels = (axis === 'second' ? dims[1] : dims.at(-1)) ?? 1;
  const size = each / channels;
  const stride = axis === 'second' ? 1 : channels;
  return Array.from({ length: inputs }, (_, input) => {
    const own = values.subarray(input * each, (input + 1) * each);
    if (size === 1) return Float64Array.from(own);
    const from = (channel: number) => (axis === 'second' ? channel * size : channel);
    const moments = Array.from({ length: channels }, (_each, channel) =>
      momentsOf(own, from(channel), stride, size),
    );
    const means = moments.map(({ mean }) => mean);
    const kurtoses = moments.map(({ kurtosis }) => kurtosis);
    if (pooling === 'mean') return Float64Array.from(means);
    return Float64Array.from(pooling === 'kurtosis' ? kurtoses : [...means, ...kurtoses]);
  });
}

/** Mean and excess kurtosis of a channel; a constant one has none. */
function momentsOf(values: Float32Array, from: number, stride: number, size: number) {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += values[from + at * stride] as number;
  const mean = sum / size;
  let [second, fourth] = [0, 0];
  for (let at = 0; at < size; at++) {
    const square = ((values[from + at * stride] as number) - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const variance = second / size;
  const kurtosis =
    variance < 1e-12 * mean * mean || variance === 0 ? 0 : fourth / size / variance ** 2 - 3;
  return { mean, kurtosis };
}
