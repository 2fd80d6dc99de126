import { emptyMaps, kept, type Layer, type Maps, parameter } from './layer.ts';

const EPSILON = 1e-5;
/** How much of the running statistics a batch replaces. */
const SHARE = 0.1;

/** Batch normalisation; `infer` uses the running mean and variance, as the ONNX operator does. */
export function batchNorm(name: string, channels: number): Layer {
  const scale = parameter(new Float64Array(channels).fill(1));
  const offset = parameter(new Float64Array(channels));
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels).fill(1);
  let last: { normal: Maps; deviation: Float64Array } | undefined;

  return {
    parameters: [scale, offset],
    forward(x, mode) {
      const y = emptyMaps(x);
      const normal = emptyMaps(x);
      const deviation = new Float64Array(channels);
      for (let c = 0; c < channels; c++) {
        const area = channelOf(x, c);
        const used = mode === 'train' ? observe(c, area) : moments(c);
        const spread = Math.sqrt(used.variance + EPSILON);
        deviation[c] = spread;
        const normals = channelOf(normal, c);
        const outputs = channelOf(y, c);
        for (let i = 0; i < area.length; i++) {
          const value = ((area[i] as number) - used.mean) / spread;
          normals[i] = value;
          outputs[i] = (scale.values[c] as number) * value + (offset.values[c] as number);
        }
      }
      if (mode === 'train') last = { normal, deviation };
      return y;
    },
    backward(gradient) {
      const { normal, deviation } = kept(last);
      const result = emptyMaps(gradient);
      for (let c = 0; c < channels; c++) {
        const dy = channelOf(gradient, c);
        const normals = channelOf(normal, c);
        const [sum, along] = [total(dy), dotProduct(dy, normals)];
        offset.gradient[c] = sum;
        scale.gradient[c] = along;
        const factor = (scale.values[c] as number) / (deviation[c] as number);
        const dx = channelOf(result, c);
        for (let i = 0; i < dx.length; i++) {
          const mean = (sum + (normals[i] as number) * along) / dx.length;
          dx[i] = factor * ((dy[i] as number) - mean);
        }
      }
      return result;
    },
    write(graph, input) {
      const tensors = [
        graph.floats(`${name}.scale`, [channels], scale.values),
        graph.floats(`${name}.offset`, [channels], offset.values),
        graph.floats(`${name}.mean`, [channels], mean),
        graph.floats(`${name}.variance`, [channels], variance),
      ];
      const attributes = { epsilon: { float: EPSILON } };
      const inputs = [input, ...tensors];
      return graph.node({ operator: 'BatchNormalization', name, inputs, attributes });
    },
  };

  function moments(c: number) {
    return { mean: mean[c] as number, variance: variance[c] as number };
  }

  /** Mean and variance of a channel in this batch, which the running ones follow. */
  function observe(c: number, values: Float64Array) {
    const found = total(values) / values.length;
    let squares = 0;
    for (const value of values) squares += (value - found) * (value - found);
    const spread = squares / values.length;
    mean[c] = (1 - SHARE) * (mean[c] as number) + SHARE * found;
    variance[c] = (1 - SHARE) * (variance[c] as number) + SHARE * spread;
    return { mean: found, variance: spread };
  }
}

/** The values of one channel, not copied. */
function channelOf({ batch, height, width, values }: Maps, channel: number): Float64Array {
  const area = batch * height * width;
  return values.subarray(channel * area, (channel + 1) * area);
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
