import { lanesOfWord } from '../golden/exact/index.ts';
import type { MacLayer } from '../network/layer.ts';
import { type ConvLayout, convProducts } from '../network/mapping/conv.ts';
import { convGeometry } from '../network/mapping/conv-geometry.ts';
import { type MatMulWeights, matmulProducts } from '../network/mapping/matmul.ts';
import type { ArraySize, LayerProducts } from '../network/mapping/product.ts';
import type { LayerArithmetic } from '../network/mapping/tiles.ts';
import type { Value } from '../network/network.ts';
import { portScale } from '../quantize/misfit.ts';
import type { LayerPlan } from '../quantize/plan.ts';
import type { PlannedArray } from '../quantize/sums.ts';
import { layerWords, matrixEncoder } from '../quantize/words.ts';
import { Failure } from '../system/failure.ts';
import type { Codec } from './codec.ts';

/** A layer with everything that does not change from input to input. */
export interface PreparedLayer {
  readonly layer: MacLayer;
  readonly plan: LayerPlan;
  readonly weight: Codec;
  readonly activation: Codec;
  readonly output: Codec;
  readonly arithmetic: LayerArithmetic;
  /** Words of known weights, M x K; null where another step computes them. */
  readonly words: Uint16Array | null;
  /** M x K words of one matrix [K, M] of weights that another step computed. */
  readonly encodeMatrix: ReturnType<typeof matrixEncoder>;
}

export function prepareLayer(
  layer: MacLayer,
  plan: LayerPlan,
  codecOf: (format: LayerPlan['weight']) => Codec,
  array: Pick<PlannedArray, 'shape'>,
): PreparedLayer {
  const [weight, activation, output] = [plan.weight, plan.activation, plan.output].map(codecOf) as [
    Codec,
    Codec,
    Codec,
  ];
  const each = (values: readonly number[]) => (channel: number) =>
    (values.length === 1 ? values[0] : values[channel]) ?? 0;
  return {
    layer,
    plan,
    weight,
    activation,
    output,
    arithmetic: {
      weight: weight.format,
      activation: activation.format,
      output: output.format,
      relu: layer.relu,
      startOf: each(plan.starts),
      scaleOf: each(plan.scales.map((scale) => portScale(scale, array))),
    },
    words: layer.weights.kind === 'constant' ? layerWords(layer, plan) : null,
    encodeMatrix: matrixEncoder(layer, plan),
  };
}

/** Words with the dims of the tensor that they are. */
export interface Words {
  readonly dims: readonly number[];
  readonly words: Uint16Array;
}

/** The products of a layer for these inputs; `computed` are weights that another step made. */
export function productsOf(
  prepared: PreparedLayer,
  activations: Words,
  computed: Value | null,
  array: ArraySize,
  layout: ConvLayout,
): LayerProducts {
  const { layer, words, plan } = prepared;
  const { form, name, weights } = layer;
  if (form.kind === 'matmul') {
    const stationary =
      weights.kind === 'constant'
        ? {
            words: words as Uint16Array,
            channels: weights.channels,
            depth: weights.depth,
            matrices: 1,
          }
        : computedWeights(prepared, computed as Value);
    return matmulProducts(name, form, activations, stationary);
  }
  if (weights.kind !== 'constant') throw new RangeError(`layer ${name} has no known weights`);
  const geometry = convGeometry(name, form, activations.dims);
  if (geometry.channels * form.kernel[0] * form.kernel[1] !== weights.depth * form.groups) {
    throw new Failure(
      'input',
      `layer ${name} has kernels for ${(weights.depth * form.groups) / (form.kernel[0] * form.kernel[1])} input channels, its input has ${geometry.channels}`,
    );
  }
  return convProducts(
    form,
    geometry,
    {
      activations: activations.words,
      weights: words as Uint16Array,
      channels: weights.channels,
      nar: prepared.activation.format.narWord,
    },
    { ...array, lanesUsed: lanesOfWord(plan.mode) },
    layout,
  );
}

/** Words of weights [..., K, M] that another step computed. */
function computedWeights(
  { layer, encodeMatrix }: PreparedLayer,
  { dims, data }: Value,
): MatMulWeights {
  if (dims.length < 2) {
    throw new Failure(
      'input',
      `layer ${layer.name} has weights of shape [${dims.join(', ')}], no matrix`,
    );
  }
  const [depth = 0, channels = 0] = dims.slice(-2);
  const matrices = dims.slice(0, -2).reduce((a, b) => a * b, 1);
  const each = depth * channels;
  const words = new Uint16Array(matrices * each);
  for (let matrix = 0; matrix < matrices; matrix++) {
    const values = (data as Float32Array).subarray(matrix * each, (matrix + 1) * each);
    words.set(encodeMatrix(values, depth), matrix * each);
  }
  return { words, channels, depth, matrices };
}
