import type { MacLayer } from '../../network/layer.ts';
import { layersOf, type Network } from '../../network/network.ts';
import { type CalibrationSamples, sampleOf } from '../../quantize/samples.ts';
import type { Quantized } from '../quantized-run.ts';
import { type Pooling, pooled } from './pooling.ts';

/** Pooled outputs of every layer, one row for each input, centred and scaled by what the float network's are. */
export interface Features {
  /** Of the float network. */
  readonly float: readonly Float64Array[];
  of(quantized: Pick<Quantized, 'tensor'>): readonly Float64Array[];
}

interface FeatureQuestion {
  readonly network: Network;
  readonly samples: CalibrationSamples;
}

/**
 * Features of a network's layers, or of its answer alone. Those of a layer count as much as those of any other: each
 * is divided by the root mean square of all that the layer has.
 */
export function createFeatures(
  { network, samples }: FeatureQuestion,
  { pooling, isGlobal }: { readonly pooling: Pooling; readonly isGlobal: boolean },
): Features {
  const inputs = sampleOf(samples, network.input.name).dims[0] ?? 1;
  const tensors = isGlobal
    ? [{ name: network.output, channelAxis: -1 }]
    : layersOf(network).map(({ output, form }) => ({
        name: output,
        channelAxis: channelAxisOf(form),
      }));
  const parts = tensors.map(({ name, channelAxis }) => {
    const sample = sampleOf(samples, name);
    const { length } = sample.dims;
    // An answer that is one number has no axis of channels behind that of the inputs.
    const from = length === 1 ? 1 : (channelAxis + length) % length;
    const layout = { channelAxis: from, inputs };
    const rows = pooled(sample, layout, pooling);
    const means = meansOf(rows);
    const centred = rows.map((row) => row.map((x, at) => x - (means[at] as number)));
    const energy = centred.reduce((sum, row) => sum + row.reduce((all, x) => all + x * x, 0), 0);
    const scale = energy === 0 ? 0 : Math.sqrt(rows.length / energy);
    return { name, layout, means, scale, float: centred.map((row) => row.map((x) => x * scale)) };
  });
  return {
    float: concatenated(parts.map(({ float }) => float)),
    of(quantized) {
      return concatenated(
        parts.map(({ name, layout, means, scale }) =>
          pooled(quantized.tensor(name), layout, pooling).map((row) =>
            row.map((x, at) => (x - (means[at] as number)) * scale),
          ),
        ),
      );
    },
  };
}

/** Axis of the output channels, from the end where it is below 0. */
function channelAxisOf(form: MacLayer['form']): number {
  if (form.kind === 'conv') return 1;
  return form.outputVectors === 'columns' ? -2 : -1;
}

function meansOf(rows: readonly Float64Array[]): Float64Array {
  const means = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) {
    for (let at = 0; at < means.length; at++)
      means[at] = (means[at] as number) + (row[at] as number) / rows.length;
  }
  return means;
}

/** Features of all parts, input by input. */
function concatenated(parts: readonly (readonly Float64Array[])[]): Float64Array[] {
  const inputs = parts[0]?.length ?? 0;
  return Array.from({ length: inputs }, (_, input) => {
    const rows = parts.map((part) => part[input] as Float64Array);
    const joined = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0));
    let at = 0;
    for (const row of rows) {
      joined.set(row, at);
      at += row.length;
    }
    return joined;
  });
}
