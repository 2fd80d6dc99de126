import type { ArrayDesign } from '../generator/index.ts';
import type { MacLayer } from '../network/layer.ts';
import type { Value } from '../network/network.ts';
import { checkDepth } from '../quantize/check-plan.ts';
import { activationSigns } from '../quantize/sums.ts';
import { Failure } from '../system/failure.ts';
import type { Codec } from './codec.ts';
import type { Engine, Executed } from './engine.ts';
import { fitsMapping } from './fits-mapping.ts';
import { sizeOf } from './golden.ts';
import { type PreparedLayer, productsOf, type Words } from './layer-run.ts';

/** What one layer did with a batch of inputs. */
export interface LayerOutcome {
  readonly prepared: PreparedLayer;
  readonly mapping: string;
  readonly macs: number;
  /** Output words, C order. */
  readonly words: Uint16Array;
  /** The golden model's, where the words are those of RTL. */
  readonly expected: Uint16Array;
  /** Values of the words. */
  readonly values: Float32Array;
  readonly executed: Executed;
}

/** Tensors of a network that is being carried out, by name. */
export interface Tensors {
  readonly values: Map<string, Value>;
  /** Those that a layer made, as words. */
  readonly kept: Map<string, Words>;
}

/** The parts of an array that a layer's run depends on. */
export type RunningArray = Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic'>;

/** Carries out one layer on the tensors so far, and puts its output among them. Throws Failure. */
export type LayerStep = (layer: PreparedLayer, tensors: Tensors) => Promise<LayerOutcome>;

/** Layers of a network on an engine. */
export function createLayerStep(
  layers: readonly MacLayer[],
  array: RunningArray,
  engine: Engine,
): LayerStep {
  const size = sizeOf(array.shape);
  const signsOf = activationSigns(layers);
  /** By mapping: whether the sums of a prepared layer fit. */
  const fitting = new WeakMap<PreparedLayer, Map<string, boolean>>();

  /** In patches, or where their sums do not fit plainly: that is how a plan is checked. */
  const laidOut = (layer: PreparedLayer, activations: Words, computed: Value | null) => {
    const inPatches = productsOf(layer, activations, computed, size, 'patches');
    const known = fitting.get(layer) ?? new Map<string, boolean>();
    fitting.set(layer, known);
    const fits =
      known.get(inPatches.mapping) ?? fitsMapping(layer, inPatches, signsOf(layer.layer), array);
    known.set(inPatches.mapping, fits);
    return fits ? inPatches : productsOf(layer, activations, computed, size, 'plain');
  };

  return async (prepared, tensors) => {
    const { layer, plan, activation, arithmetic, output } = prepared;
    const activations = wordsOf(layer.input, activation, tensors);
    const { weights } = layer;
    const computed = weights.kind === 'tensor' ? tensorValue(weights.name, tensors) : null;
    if (computed !== null) checkDepth(plan, computed.dims.at(-2) ?? 1, array);
    const products = laidOut(prepared, activations, computed);
    const executed = await engine.run(products, arithmetic);
    const words = products.finish(executed.results);
    const decoded = output.decode(words);
    tensors.values.set(layer.output, { dims: products.dims, type: 'float32', data: decoded });
    tensors.kept.set(layer.output, { dims: products.dims, words });
    return {
      prepared,
      mapping: products.mapping,
      macs: products.macs,
      words,
      expected: executed.simulated === null ? words : products.finish(executed.simulated.expected),
      values: decoded,
      executed,
    };
  };
}

/**
 * Words of a tensor that a layer reads. Those that a layer made pass on as they are: a plan gives a
 * tensor one format. Throws Failure (input) for a tensor that is not float32.
 */
export function wordsOf(name: string, codec: Codec, tensors: Tensors): Words {
  const before = tensors.kept.get(name);
  if (before !== undefined) return before;
  const { dims, data } = tensorValue(name, tensors);
  return { dims, words: codec.encode(data as Float32Array) };
}

function tensorValue(name: string, { values }: Tensors): Value {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`no tensor ${name}`);
  if (value.type === 'float32') return value;
  throw new Failure(
    'input',
    `the tensor ${name} holds ${value.type}, where a MAC layer needs float32`,
  );
}
