import { createCodecs } from '../infer/codec.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import { calibrationSamples } from '../infer/samples.ts';
import type { Inputs } from '../network/inputs.ts';
import type { ConstantWeights, MacLayer } from '../network/layer.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import type { HostLimits } from '../network/runtime.ts';
import { calibrate } from '../quantize/calibrate.ts';
import { foldedScales } from '../quantize/channels.ts';
import type { LayerPlan, Plan } from '../quantize/plan.ts';
import { type CalibrationSamples, sampleOf } from '../quantize/samples.ts';
import { foldedWeights } from '../quantize/words.ts';
import { sumInputs } from './sum-inputs.ts';

/** A layer whose weights are constants: what a search is about. */
export type WeightLayer = MacLayer & { readonly weights: ConstantWeights };

/** A layer with all that does not depend on what is chosen. */
export interface GroundLayer {
  readonly layer: WeightLayer;
  /** Formats of tensors, and what else a plain plan has. */
  readonly plain: LayerPlan;
  /** M x K: weights times the signs of their channels. */
  readonly values: Float64Array;
  /** M x K: variance of the float network's inputs, with a little of the mean one. */
  readonly importance: Float64Array;
}

/** What a search stands on: a network, an array, and what the float network makes of the calibration inputs. */
export interface Ground {
  readonly network: Network;
  readonly array: RunningArray;
  /** The calibration inputs, as many at a time as the network takes. */
  readonly batches: readonly Value[];
  /** Inputs of the network and of every layer, outputs of layers, and the answer. */
  readonly samples: CalibrationSamples;
  /** Weights in the widest mode, nearest words. */
  readonly plain: Plan;
  /** Layers with constant weights, in order of execution. */
  readonly layers: readonly GroundLayer[];
}

/** Inputs that are carried out together where the network does not say. */
const BATCH = 256;
const DAMPING = 0.02;

/** Runs the float network on the calibration inputs. Throws Failure (input). */
export async function createGround(
  network: Network,
  inputs: Inputs,
  array: RunningArray,
  limits?: HostLimits,
): Promise<Ground> {
  const samples = await calibrationSamples(network, inputs, inputs.count, limits);
  const plain = calibrate(network, samples, array);
  const plans = new Map(plain.layers.map((layer) => [layer.name, layer]));
  const layers = layersOf(network).flatMap((layer): GroundLayer[] => {
    if (!hasWeights(layer)) return [];
    const plan = plans.get(layer.name) as LayerPlan;
    const values = foldedWeights(layer.weights, foldedScales(layer));
    return [
      {
        layer,
        plain: plan,
        values,
        importance: importanceOf(layer, plan, samples, array.arithmetic.underflow),
      },
    ];
  });
  return { network, array, batches: batchesOf(network, inputs), samples, plain, layers };
}

export function hasWeights(layer: MacLayer): layer is WeightLayer {
  return layer.weights.kind === 'constant';
}

function batchesOf({ input }: Network, { values, count, dims }: Inputs): Value[] {
  const size = input.dims[0] ?? BATCH;
  const each = values.length / count;
  return Array.from({ length: Math.ceil(count / size) }, (_, batch) => {
    const taken = Math.min(size, count - batch * size);
    const data = values.subarray(batch * size * each, (batch * size + taken) * each);
    return { dims: [taken, ...dims], type: 'float32', data };
  });
}

function importanceOf(
  layer: WeightLayer,
  plan: LayerPlan,
  samples: CalibrationSamples,
  underflow: 'flush' | 'saturate',
): Float64Array {
  const { channels, depth } = layer.weights;
  const { dims, values } = sampleOf(samples, layer.input);
  const codec = createCodecs(underflow)(plan.activation);
  const groups = sumInputs(
    layer,
    { dims, words: codec.encode(values) },
    codec.format,
    { dims, values },
    false,
  );
  const importance = new Float64Array(channels * depth);
  for (const { first, channels: own, moments } of groups) {
    const variances = Float64Array.from(
      { length: depth },
      (_, k) => moments.covariance[k * depth + k] as number,
    );
    const mean = variances.reduce((sum, each) => sum + each, 0) / depth;
    const weighed = variances.map((variance) => variance + DAMPING * mean || 1);
    for (let channel = first; channel < first + own; channel++)
      importance.set(weighed, channel * depth);
  }
  return importance;
}
