import type { Host } from '../../network/host.ts';
import type { ConvForm, MacLayer } from '../../network/layer.ts';
import type { Network, Value } from '../../network/network.ts';

/** MAC layers carried out in binary64 by their definition, as slow and plain as can be. */

/** All tensors of a network's steps, with naive layers. */
export async function runSteps(
  network: Network,
  host: Host,
  input: Value,
): Promise<Map<string, Value>> {
  const values = new Map<string, Value>([[network.input.name, input]]);
  for (const step of network.steps) {
    if (step.kind === 'layer') values.set(step.layer.output, runLayer(step.layer, values));
    else {
      const results = await host.run(step.segment, values);
      for (const [name, value] of results) values.set(name, value);
    }
  }
  return values;
}

export function runLayer(layer: MacLayer, values: ReadonlyMap<string, Value>): Value {
  const input = values.get(layer.input) as Value;
  return layer.form.kind === 'conv'
    ? convolve(layer, layer.form, input)
    : multiply(layer, input, values);
}

function finish({ scales, offsets, relu }: MacLayer, sum: number, channel: number): number {
  const at = (list: Float64Array) => list[list.length === 1 ? 0 : channel] as number;
  const result = at(scales) * sum + at(offsets);
  return relu ? Math.max(0, result) : result;
}

function convolve(layer: MacLayer, form: ConvForm, input: Value): Value {
  if (layer.weights.kind !== 'constant') throw new Error('a convolution has constant weights');
  const { channels, depth, values: weights } = layer.weights;
  const x = input.data as Float32Array;
  const [batch = 0, inputs = 0] = input.dims;
  const [height, width] =
    form.spatial === 1
      ? [1, input.dims[2] as number]
      : [input.dims[2] as number, input.dims[3] as number];
  const [vertical, horizontal] = [axis(form, 0, height), axis(form, 1, width)];
  const perGroup = inputs / form.groups;
  const [kh, kw] = form.kernel;
  const plane = vertical.size * horizontal.size;
  const out = new Float32Array(batch * channels * plane);
  let place = 0;
  for (let n = 0; n < batch; n++) {
    for (let m = 0; m < channels; m++) {
      const first = Math.floor(m / (channels / form.groups)) * perGroup;
      for (let oy = 0; oy < vertical.size; oy++) {
        for (let ox = 0; ox < horizontal.size; ox++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) {
            const c = first + Math.floor(k / (kh * kw));
            const y = vertical.at(oy, Math.floor(k / kw) % kh);
            const z = horizontal.at(ox, k % kw);
            if (y < 0 || y >= height || z < 0 || z >= width) continue;
            const at = ((n * inputs + c) * height + y) * width + z;
            sum += (weights[m * depth + k] as number) * (x[at] as number);
          }
          out[place++] = finish(layer, sum, m);
        }
      }
    }
  }
  const sizes = form.spatial === 1 ? [horizontal.size] : [vertical.size, horizontal.size];
  return { dims: [batch, channels, ...sizes], type: 'float32', data: out };
}

/** Output size along an axis of the plane, and the input's place for an output and a tap. */
function axis({ kernel, strides, dilations, pads }: ConvForm, which: 0 | 1, size: number) {
  const [stride, dilation] = [strides[which], dilations[which]];
  const reach = (kernel[which] - 1) * dilation + 1;
  const [before, after] = paddings(pads, { which, size, stride, reach });
  return {
    size: Math.floor((size + before + after - reach) / stride) + 1,
    at: (out: number, tap: number) => out * stride - before + tap * dilation,
  };
}

function paddings(
  pads: ConvForm['pads'],
  { which, size, stride, reach }: { which: 0 | 1; size: number; stride: number; reach: number },
): [number, number] {
  if (pads === 'valid') return [0, 0];
  if (typeof pads === 'object') {
    return which === 0 ? [pads.top, pads.bottom] : [pads.left, pads.right];
  }
  const all = Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
  const less = Math.floor(all / 2);
  return pads === 'same-upper' ? [less, all - less] : [all - less, less];
}

function multiply(layer: MacLayer, input: Value, values: ReadonlyMap<string, Value>): Value {
  const { weights, form } = layer;
  if (form.kind !== 'matmul') throw new Error('a product of matrices');
  const isRows = form.inputVectors === 'rows';
  const [rows = 0, columns = 0] = input.dims.slice(-2);
  const [vectors, depth] = isRows ? [rows, columns] : [columns, rows];
  const right = weights.kind === 'tensor' ? (values.get(weights.name) as Value) : undefined;
  const channels = weights.kind === 'constant' ? weights.channels : (right?.dims.at(-1) as number);
  const outer = broadcast(input.dims.slice(0, -2), right?.dims.slice(0, -2) ?? []);
  const batches = outer.reduce((a, b) => a * b, 1);
  const out = new Float32Array(batches * vectors * channels);
  const x = input.data as Float32Array;
  const y = right?.data as Float32Array;
  for (let b = 0; b < batches; b++) {
    const from = source(b, outer, input.dims.slice(0, -2)) * rows * columns;
    const to = right ? source(b, outer, right.dims.slice(0, -2)) * depth * channels : 0;
    for (let v = 0; v < vectors; v++) {
      for (let m = 0; m < channels; m++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) {
          const weight =
            weights.kind === 'constant' ? weights.values[m * depth + k] : y[to + k * channels + m];
          sum +=
            (weight as number) * (x[from + (isRows ? v * depth + k : k * vectors + v)] as number);
        }
        const at = form.outputVectors === 'rows' ? v * channels + m : m * vectors + v;
        out[b * vectors * channels + at] = finish(layer, sum, m);
      }
    }
  }
  const plane = form.outputVectors === 'rows' ? [vectors, channels] : [channels, vectors];
  return { dims: [...outer, ...plane], type: 'float32', data: out };
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const at = (dims: readonly number[], i: number) => dims[i - (rank - dims.length)] ?? 1;
  return Array.from({ length: rank }, (_, i) => Math.max(at(a, i), at(b, i)));
}

/** The place of a batch of the result in an operand whose sizes of 1 are repeated. */
function source(batch: number, outer: readonly number[], dims: readonly number[]): number {
  let rest = batch;
  let place = 0;
  let step = 1;
  for (let i = outer.length - 1; i >= 0; i--) {
    const size = outer[i] as number;
    const own = dims[i - (outer.length - dims.length)] ?? 1;
    if (own > 1) place += (rest % size) * step;
    step *= own;
    rest = Math.floor(rest / size);
  }
  return place;
}
