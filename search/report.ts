import { Answers, Noise } from '../infer/statistics.ts';
import type { LayerPlan, PlannedFormat } from '../quantize/plan.ts';
import { sampleOf } from '../quantize/samples.ts';
import { layerBits, type SumBits } from '../quantize/sums.ts';
import type { LayerChoice } from './candidate.ts';
import type { ObjectiveOptions } from './objectives/objective.ts';
import type { WordOptions } from './options.ts';
import type { QuantizeResult } from './quantize-network.ts';
import type { QuantizeRequest } from './request.ts';

/** What `quantize` found; `quantize --json` prints it. */
export interface QuantizeReport {
  /** Path and sha256. */
  readonly model: { readonly file: string; readonly hash: string };
  /** Inputs that the plan was made from. */
  readonly inputs: number;
  readonly chooser: string;
  readonly objective: string;
  readonly objectiveOptions: ObjectiveOptions;
  readonly words: WordOptions;
  readonly seed: number;
  /** Of the objective over the calibration inputs; 0 where nothing is lost. */
  readonly loss: number;
  /** Share of calibration inputs whose largest answer is where the float network has it. */
  readonly agreement: number;
  /** Of the answer, dB; null where nothing is lost. */
  readonly sqnr: number | null;
  /** Bits of weights, weighted by their number and by their MACs. */
  readonly averageBits: number;
  readonly averageBitsOfMacs: number;
  readonly budget: number | null;
  /** Candidates that this run measured. */
  readonly evaluations: number;
  /** Best score after each iteration. */
  readonly history: readonly number[];
  /** Whether the search was interrupted. */
  readonly isPartial: boolean;
  readonly layers: readonly QuantizedLayer[];
  readonly seconds: number;
}

/** A layer with constant weights. */
export interface QuantizedLayer {
  readonly name: string;
  readonly operator: LayerPlan['operator'];
  readonly parameters: number;
  readonly macs: number;
  readonly choice: LayerChoice;
  readonly formats: Readonly<Record<'weight' | 'activation' | 'output', PlannedFormat>>;
  /** Bits of sums, for these weights and for any. */
  readonly widths: { readonly tile: number; readonly sum: number };
  readonly agnostic: { readonly tile: number; readonly sum: number };
  /** Words that a budget of bits kept from being the nearest. */
  readonly limited: number;
  /** Of the layer's output over the calibration inputs, what earlier layers lost included, dB. */
  readonly sqnr: number | null;
}

/** Sums a result up. */
export function quantizeReport(
  request: QuantizeRequest,
  result: QuantizeResult,
  seconds: number,
): QuantizeReport {
  const { network, inputs, array } = request;
  const { ground, quantized, plan, space } = result;
  const plans = new Map(plan.layers.map((layer) => [layer.name, layer]));
  const layers = ground.layers.map(({ layer }, place): QuantizedLayer => {
    const planned = plans.get(layer.name) as LayerPlan;
    const any = { words: undefined, depth: layer.weights.depth, signs: 'both' } as const;
    const { weight, activation, output, widths } = planned;
    return {
      name: layer.name,
      operator: layer.operator,
      parameters: space[place]?.parameters ?? 0,
      macs: planned.macs ?? 0,
      choice: result.candidate[place] as LayerChoice,
      formats: { weight, activation, output },
      widths,
      agnostic: bitsOf(layerBits(planned, any, array)),
      limited: quantized.layers[place]?.limited ?? 0,
      sqnr: noiseOf(layer.output).sqnr(),
    };
  });
  const answers = new Answers();
  const float = sampleOf(ground.samples, network.output);
  answers.add(quantized.tensor(network.output).values, float.values, float.dims[0] ?? 1, null);
  const macs = layers.reduce((sum, each) => sum + each.macs, 0);
  return {
    model: { file: network.path, hash: network.hash },
    inputs: inputs.count,
    chooser: request.chooser,
    objective: request.objective,
    objectiveOptions: request.objectiveOptions,
    words: request.words,
    seed: request.seed,
    loss: result.loss,
    agreement: answers.agreement,
    sqnr: noiseOf(network.output).sqnr(),
    averageBits: result.averageBits,
    averageBitsOfMacs: layers.reduce((sum, each) => sum + (each.macs * each.choice.bits) / macs, 0),
    budget: request.bits,
    evaluations: result.evaluations,
    history: result.history,
    isPartial: result.isPartial,
    layers,
    seconds,
  };

  function noiseOf(tensor: string): Noise {
    const noise = new Noise();
    noise.add(quantized.tensor(tensor).values, sampleOf(ground.samples, tensor).values);
    return noise;
  }
}

function bitsOf({ tile, sum }: SumBits): { readonly tile: number; readonly sum: number } {
  return { tile, sum };
}
