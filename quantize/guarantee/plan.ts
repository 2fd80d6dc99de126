import { layersOf, type Network } from '../../network/network.ts';
import { checkPlan, type LayerPlan, type Plan } from '../plan.ts';
import { activationSigns, layerBits, type PlannedArray } from '../sums.ts';
import { type LayerGuarantee, layerGuarantee, type StageBits } from './layer.ts';
import type { GoldenSum } from './sum.ts';

/** A layer whose weights another step computes: its sums hold any weights. */
export interface ComputedLayer {
  readonly name: string;
  readonly operator: LayerPlan['operator'];
  /** Bits for a whole tile of any weights. */
  readonly wholeTile: number;
  /** What the plan states, for as many products as a sum of the layer has. */
  readonly stated: StageBits;
}

/** Tile sums of the layers with constant weights, the widest of each kind. */
export interface TileSaving {
  /** P_I for any weights of the formats of the plan. */
  readonly agnostic: number;
  /** P_I for the weights of the plan. */
  readonly aware: number;
  readonly saved: number;
}

/** What holds of the sums of a plan. */
export interface PlanGuarantee {
  readonly layers: readonly LayerGuarantee[];
  readonly computed: readonly ComputedLayer[];
  readonly tiles: TileSaving;
}

/**
 * The sums of a plan, checked without the formulas that its widths come from: every product is tried,
 * the largest sums are made, and cut to one bit less. Throws Failure (input) for a plan that the array
 * refuses.
 */
export function planGuarantee(
  plan: Plan,
  network: Pick<Network, 'path' | 'hash' | 'steps'>,
  array: PlannedArray,
  options: {
    /** The plan, in messages. */
    readonly file?: string;
    readonly golden?: GoldenSum;
    readonly onLayer?: (name: string) => void;
  } = {},
): PlanGuarantee {
  checkPlan(plan, network, array, options.file);
  const all = layersOf(network);
  const signsOf = activationSigns(all);
  const layers: LayerGuarantee[] = [];
  const computed: ComputedLayer[] = [];
  for (const [index, layer] of all.entries()) {
    const planned = plan.layers[index] as LayerPlan;
    options.onLayer?.(layer.name);
    if (layer.weights.kind === 'constant') {
      const question = { layer, planned, signs: signsOf(layer) };
      layers.push(layerGuarantee(question, array, options.golden));
    } else {
      const any = { words: undefined, depth: array.shape.rows, signs: 'both' } as const;
      computed.push({
        name: layer.name,
        operator: layer.operator,
        wholeTile: layerBits(planned, any, array).tile,
        stated: planned.widths,
      });
    }
  }
  const [agnostic, aware] = (['agnostic', 'aware'] as const).map((kind) =>
    Math.max(0, ...layers.map((layer) => layer[kind].tile)),
  ) as [number, number];
  return { layers, computed, tiles: { agnostic, aware, saved: agnostic - aware } };
}
