import { createCodecs } from '../infer/codec.ts';
import { createGoldenEngine } from '../infer/golden.ts';
import { prepareLayer, type Words } from '../infer/layer-run.ts';
import {
  createLayerStep,
  type LayerStep,
  type RunningArray,
  type Tensors,
  wordsOf,
} from '../infer/layer-step.ts';
import type { Host } from '../network/host.ts';
import { inputsAxisOf, joinedTensors, joinedWords } from '../network/joined.ts';
import type { MacLayer } from '../network/layer.ts';
import { layersOf, type Value } from '../network/network.ts';
import type { LayerPlan, Plan } from '../quantize/plan.ts';
import { sampleOf } from '../quantize/samples.ts';
import { activationSigns } from '../quantize/sums.ts';
import type { Candidate, LayerChoice } from './candidate.ts';
import { type Ground, hasWeights, type WeightLayer } from './ground.ts';
import { createLayerPlanner, type LayerPlanner, type PlannedLayer } from './layer-planner.ts';
import type { WordOptions } from './options.ts';
import { createPrefixes } from './prefixes.ts';
import { roomyArray, roomyWidth } from './roomy-array.ts';
import { sumInputs } from './sum-inputs.ts';

/** A network whose weights became words after a candidate, and what it then does with the calibration inputs. */
export interface Quantized {
  readonly plan: Plan;
  /** In order of execution, layers with constant weights only. */
  readonly layers: readonly PlannedLayer[];
  /** By name, of all inputs: outputs of layers, and the answer. */
  tensor(name: string): { readonly dims: readonly number[]; readonly values: Float32Array };
}

/** Carries candidates out, one layer after another: each layer's words are chosen for what the ones before really give. */
export interface QuantizedRun {
  /** Throws Failure (input) where sums do not fit the array. */
  run(candidate: Candidate): Promise<Quantized>;
  readonly planners: readonly LayerPlanner[];
}

/** Everything after the first layers of a candidate. */
interface State {
  readonly batches: readonly Tensors[];
  readonly planned: readonly PlannedLayer[];
  readonly plans: readonly LayerPlan[];
}

/** What layers really run on. */
interface QuickArray {
  readonly roomy: RunningArray;
  readonly step: LayerStep;
}

/** Runs candidates on the golden model; what candidates have in common from the first layer on is done once. */
export function createQuantizedRun(ground: Ground, host: Host, options: WordOptions): QuantizedRun {
  const { network, array, samples, plain } = ground;
  const layers = layersOf(network);
  const signsOf = activationSigns(layers);
  const axisOf = inputsAxisOf(network);
  const planners = ground.layers.map((each) =>
    createLayerPlanner(each, array, signsOf(each.layer), options),
  );
  const places = new Map(ground.layers.map(({ layer }, place) => [layer.name, place]));
  const plainPlans = new Map(plain.layers.map((layer) => [layer.name, layer]));
  const codecOf = createCodecs(array.arithmetic.underflow);
  const arrays = new Map<number, QuickArray>();
  const prefixes = createPrefixes<State>();

  return {
    planners,
    async run(candidate) {
      let state = copied(prefixes.longest(candidate) ?? beginning());
      let done = state.planned.length;
      let skipping = done > 0;
      for (const each of network.steps) {
        if (skipping) {
          skipping = !(each.kind === 'layer' && places.get(each.layer.name) === done - 1);
          continue;
        }
        if (each.kind === 'host') {
          for (const { values } of state.batches) {
            for (const [name, value] of await host.run(each.segment, values))
              values.set(name, value);
          }
          continue;
        }
        const { layer } = each;
        state = await withLayer(state, layer, candidate[done]);
        if (!hasWeights(layer)) continue;
        done++;
        if (done === candidate.length) continue;
        prefixes.keep(candidate.slice(0, done), state);
        state = copied(state);
      }
      const { batches, planned, plans } = state;
      return {
        plan: { ...plain, layers: [...plans] },
        layers: planned,
        tensor(name) {
          const parts = batches.map(({ values }) => values.get(name) as Value);
          return joinedTensors(parts, axisOf(name, parts[0]?.dims.length ?? 0));
        },
      };
    },
  };

  function beginning(): State {
    const batches = ground.batches.map((batch) => ({
      values: new Map<string, Value>([[network.input.name, batch]]),
      kept: new Map<string, Words>(),
    }));
    return { batches, planned: [], plans: [] };
  }

  async function withLayer(
    state: State,
    layer: MacLayer,
    choice: LayerChoice | undefined,
  ): Promise<State> {
    const plain = plainPlans.get(layer.name) as LayerPlan;
    const planned = hasWeights(layer)
      ? plannedLayer(state, layer, plain, choice as LayerChoice)
      : null;
    const plan = planned?.plan ?? plain;
    const { roomy, step } = quickArray(plan.widths.sum);
    const prepared = prepareLayer(layer, onRoomyArray(plan), codecOf, roomy);
    for (const tensors of state.batches) await step(prepared, tensors);
    return {
      batches: state.batches,
      planned: planned === null ? state.planned : [...state.planned, planned],
      plans: [...state.plans, plan],
    };
  }

  function quickArray(sumBits: number): QuickArray {
    const width = roomyWidth(array, sumBits);
    const known = arrays.get(width);
    if (known !== undefined) return known;
    const roomy = roomyArray(array, width);
    const made = { roomy, step: createLayerStep(layers, roomy, createGoldenEngine(roomy)) };
    arrays.set(width, made);
    return made;
  }

  function plannedLayer(
    { batches }: State,
    layer: WeightLayer,
    plain: LayerPlan,
    choice: LayerChoice,
  ): PlannedLayer {
    const codec = codecOf(plain.activation);
    const parts = batches.map((tensors) => wordsOf(layer.input, codec, tensors));
    const words = joinedWords(parts, axisOf(layer.input, parts[0]?.dims.length ?? 0));
    const { dims, values } = sampleOf(samples, layer.input);
    const inputs = sumInputs(layer, words, codec.format, { dims, values }, options.aimAtFloat);
    const planner = planners[places.get(layer.name) as number] as LayerPlanner;
    return planner.plan(choice, inputs);
  }
}

/** Tiles of a larger array hold more of a sum, at most all of it. */
export function onRoomyArray(plan: LayerPlan): LayerPlan {
  const { sum } = plan.widths;
  return { ...plan, widths: { tile: sum, sum } };
}

/** States are kept: what follows must not write into them. */
function copied(state: State): State {
  const batches = state.batches.map(({ values, kept }) => ({
    values: new Map(values),
    kept: new Map(kept),
  }));
  return { ...state, batches };
}
