import type { Host } from '../network/host.ts';
import { layersOf, type Network, type Value } from '../network/network.ts';
import type { LayerPlan, Plan } from '../quantize/plan.ts';
import { createCodecs } from './codec.ts';
import type { Engine } from './engine.ts';
import { type PreparedLayer, prepareLayer } from './layer-run.ts';
import {
  createLayerStep,
  type LayerOutcome,
  type RunningArray,
  type Tensors,
} from './layer-step.ts';

/** A network on an array. */
export interface NetworkRun {
  /** Runs a batch; tells of every layer; gives the answer. */
  run(input: Value, onLayer: (outcome: LayerOutcome) => void): Promise<Value>;
}

/** Carries a network out step by step: MAC layers by the engine, the rest on the host. */
export function createNetworkRun(
  network: Network,
  plan: Plan,
  array: RunningArray,
  { engine, host }: { readonly engine: Engine; readonly host: Host },
): NetworkRun {
  const codecOf = createCodecs(array.arithmetic.underflow);
  const plans = new Map<string, LayerPlan>(plan.layers.map((layer) => [layer.name, layer]));
  const layers = layersOf(network);
  const prepared = new Map<string, PreparedLayer>(
    layers.map((layer) => [
      layer.name,
      prepareLayer(layer, plans.get(layer.name) as LayerPlan, codecOf, array),
    ]),
  );
  const step = createLayerStep(layers, array, engine);

  return {
    async run(input, onLayer) {
      const values = new Map<string, Value>([[network.input.name, input]]);
      const tensors: Tensors = { values, kept: new Map() };
      for (const each of network.steps) {
        if (each.kind === 'layer') {
          onLayer(await step(prepared.get(each.layer.name) as PreparedLayer, tensors));
          continue;
        }
        const results = await host.run(each.segment, values);
        for (const [name, value] of results) values.set(name, value);
      }
      return values.get(network.output) as Value;
    },
  };
}
