import type { ArrayDesign } from '../generator/index.ts';
import type { Host } from '../network/host.ts';
import type { LayerProducts } from '../network/mapping/product.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import { checkDepth } from '../quantize/check-plan.ts';
import type { LayerPlan, Plan } from '../quantize/plan.ts';
import { activationSigns } from '../quantize/sums.ts';
import { Failure } from '../system/failure.ts';
import { type Codec, createCodecs } from './codec.ts';
import type { Engine, Executed } from './engine.ts';
import { fitsMapping } from './fits-mapping.ts';
import { sizeOf } from './golden.ts';
import { type PreparedLayer, prepareLayer, productsOf, type Words } from './layer-run.ts';

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

/** A network on an array. */
export interface NetworkRun {
  /** Runs a batch; tells of every layer; gives the answer. */
  run(input: Value, onLayer: (outcome: LayerOutcome) => void): Promise<Value>;
}

/** Carries a network out step by step: MAC layers by the engine, the rest on the host. */
export function createNetworkRun(
  network: Network,
  plan: Plan,
  array: Pick<ArrayDesign, 'config' | 'shape' | 'arithmetic'>,
  { engine, host }: { readonly engine: Engine; readonly host: Host },
): NetworkRun {
  const codecOf = createCodecs(array.arithmetic.underflow);
  const plans = new Map<string, LayerPlan>(plan.layers.map((layer) => [layer.name, layer]));
  const prepared = new Map<string, PreparedLayer>(
    layersOf(network).map((layer) => [
      layer.name,
      prepareLayer(layer, plans.get(layer.name) as LayerPlan, codecOf, array),
    ]),
  );
  const size = sizeOf(array.shape);
  const signsOf = activationSigns(layersOf(network));
  /** By layer and mapping: whether the sums fit. */
  const fitting = new Map<string, boolean>();

  return {
    async run(input, onLayer) {
      const values = new Map<string, Value>([[network.input.name, input]]);
      const kept = new Map<string, Words>();
      for (const step of network.steps) {
        if (step.kind === 'host') {
          for (const [name, value] of await host.run(step.segment, values)) values.set(name, value);
          continue;
        }
        const outcome = await runLayer(
          prepared.get(step.layer.name) as PreparedLayer,
          values,
          kept,
        );
        onLayer(outcome);
      }
      return values.get(network.output) as Value;
    },
  };

  async function runLayer(
    layer: PreparedLayer,
    values: Map<string, Value>,
    kept: Map<string, Words>,
  ): Promise<LayerOutcome> {
    const { input, weights, output } = layer.layer;
    const activations = wordsOf(input, layer.activation, values, kept);
    const computed = weights.kind === 'tensor' ? tensorValue(weights.name, values) : null;
    if (computed !== null) checkDepth(layer.plan, computed.dims.at(-2) ?? 1, array);
    const products = laidOut(layer, activations, computed);
    const executed = await engine.run(products, layer.arithmetic);
    const words = products.finish(executed.results);
    const decoded = layer.output.decode(words);
    values.set(output, { dims: products.dims, type: 'float32', data: decoded });
    kept.set(output, { dims: products.dims, words });
    return {
      prepared: layer,
      mapping: products.mapping,
      macs: products.macs,
      words,
      expected: executed.simulated === null ? words : products.finish(executed.simulated.expected),
      values: decoded,
      executed,
    };
  }

  /** In patches, or where their sums do not fit plainly: that is how a plan is checked. */
  function laidOut(
    layer: PreparedLayer,
    activations: Words,
    computed: Value | null,
  ): LayerProducts {
    const inPatches = productsOf(layer, activations, computed, size, 'patches');
    const key = `${layer.layer.name} ${inPatches.mapping}`;
    const fits = fitting.get(key) ?? fitsMapping(layer, inPatches, signsOf(layer.layer), array);
    fitting.set(key, fits);
    return fits ? inPatches : productsOf(layer, activations, computed, size, 'plain');
  }
}

/** Words that a layer made pass on as they are: a plan gives a tensor one format. */
function wordsOf(
  name: string,
  codec: Codec,
  values: ReadonlyMap<string, Value>,
  kept: ReadonlyMap<string, Words>,
): Words {
  const before = kept.get(name);
  if (before !== undefined) return before;
  const { dims, data } = tensorValue(name, values);
  return { dims, words: codec.encode(data as Float32Array) };
}

function tensorValue(name: string, values: ReadonlyMap<string, Value>): Value {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`no tensor ${name}`);
  if (value.type === 'float32') return value;
  throw new Failure(
    'input',
    `the tensor ${name} holds ${value.type}, where a MAC layer needs float32`,
  );
}
