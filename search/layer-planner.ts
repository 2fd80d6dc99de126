import type { ActivationSigns } from '../golden/exact/index.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import { collapsed, foldedScales, logScales } from '../quantize/channels.ts';
import { wordsText } from '../quantize/given-words.ts';
import { portScale, signedRange, startMisfit, sumFailure, sumMisfit } from '../quantize/misfit.ts';
import type { LayerPlan, PlannedFormat } from '../quantize/plan.ts';
import { layerBits, type SumBits } from '../quantize/sums.ts';
import { Failure } from '../system/failure.ts';
import { BUDGET_OCTAVES, budgetedWords } from './budgeted-words.ts';
import type { LayerChoice } from './candidate.ts';
import { type FittedScales, fitScales } from './channel-gains.ts';
import type { GroundLayer } from './ground.ts';
import type { WordOptions } from './options.ts';
import { limitBits } from './sum-budget.ts';
import type { SumInputs } from './sum-inputs.ts';

/** A layer whose words are chosen. */
export interface PlannedLayer {
  readonly plan: LayerPlan;
  /** M x K */
  readonly words: Uint16Array;
  /** Variance of the error of each channel's sum over calibration, in the units of the layer's output. */
  readonly errors: Float64Array;
  /** Words that a budget kept from being the nearest. */
  readonly limited: number;
}

/** Plans one layer, as often as is asked. */
export interface LayerPlanner {
  /** Scales of a shape of words, from the weights alone. */
  scales(choice: Pick<LayerChoice, 'bits' | 'es' | 'rs'>): FittedScales;
  /** Words, scales and start values for a choice, given what the layer's sums read. Throws Failure (input). */
  plan(choice: LayerChoice, inputs: readonly SumInputs[]): PlannedLayer;
}

/** Octaves by which a scale factor may be lowered so that sums fit. */
const MOST_OCTAVES = 8;

/** A planner for a layer of an array; `signs` of its activations. */
export function createLayerPlanner(
  ground: GroundLayer,
  array: RunningArray,
  signs: ActivationSigns,
  options: WordOptions,
): LayerPlanner {
  const { layer, plain, values, importance } = ground;
  const { channels, depth } = layer.weights;
  const folded = foldedScales(layer);
  const fitted = new Map<string, FittedScales>();
  const { arithmetic, shape } = array;

  const scales: LayerPlanner['scales'] = (choice) => {
    const key = `${choice.bits},${choice.es},${choice.rs}`;
    const known = fitted.get(key) ?? fitScales({ values, channels, depth, importance }, choice);
    fitted.set(key, known);
    return known;
  };
  return { scales, plan };

  function plan(choice: LayerChoice, inputs: readonly SumInputs[]): PlannedLayer {
    const { bits, es, rs } = choice;
    const { sf, gains } = scales(choice);
    const mode = modeFor(bits);
    let first: Failure | undefined;
    for (let octaves = 0; octaves <= MOST_OCTAVES; octaves++) {
      const weight: PlannedFormat = { n: mode, es, rs, sf: sf + choice.gain / 16 - octaves };
      const own = options.channelScales ? gains : new Float64Array(channels);
      const attempt = planned(weight, bits, own, inputs);
      if (!('misfit' in attempt)) return attempt;
      first ??= attempt.misfit;
    }
    throw first as Failure;
  }

  /** Narrower words are words of the array's next mode with low bits 0. */
  function modeFor(bits: number): number {
    return Math.min(...shape.modes.filter((mode) => mode >= bits));
  }

  /** Gains whose log scales the array holds. */
  function withinPort(gains: Float64Array, weight: PlannedFormat): Float64Array {
    const { most } = signedRange(shape.scaleWidth);
    const base = logScales(folded, { ...plain, weight }, arithmetic.fraction);
    const unit = 2 ** arithmetic.fraction;
    return gains.map((gain, channel) => {
      const exact = Math.round(gain * unit) / unit;
      return Math.max(exact, ((base[channel] as number) - most) / unit);
    });
  }

  function planned(
    weight: PlannedFormat,
    bits: number,
    asked: Float64Array,
    inputs: readonly SumInputs[],
  ): PlannedLayer | { readonly misfit: Failure } {
    const { activation, output, macs } = plain;
    const question = { values, depth, folded, signs, weight, bits, activation, options, array };
    const hasBudget = options.tileBits !== null || options.sumBits !== null;
    const offers = (hasBudget ? BUDGET_OCTAVES : [0]).map((octaves) =>
      withinPort(
        asked.map((gain) => gain - octaves),
        weight,
      ),
    );
    const chosen = budgetedWords(question, offers, inputs, !options.channelScales);
    const { words, gains, starts, errors } = chosen;
    const limited = Math.round(chosen.limited);
    const uncut = {
      name: layer.name,
      operator: layer.operator,
      mode: weight.n,
      weight,
      activation,
      output,
      rounding: 'given' as const,
      scales: collapsed(scalesWith(gains, weight)),
      starts: collapsed(starts),
    };
    const sums = layerBits(uncut, { words, depth, signs }, array);
    const misfit = misfitOf(uncut, sums) ?? optionMisfit(weight.n, sums, words);
    if (misfit !== undefined) return { misfit };
    const plan: LayerPlan = {
      ...uncut,
      widths: { tile: sums.tile, sum: sums.sum },
      ...(bits === weight.n ? {} : { bits }),
      ...(macs === undefined ? {} : { macs }),
      parameters: values.length,
      words: wordsText(words, layer.weights, weight.n),
    };
    return { plan, words, errors, limited };
  }

  /** c of every channel: what its gain brought is taken back. */
  function scalesWith(gains: Float64Array, weight: PlannedFormat): number[] {
    const unit = 2 ** arithmetic.fraction;
    return logScales(folded, { ...plain, weight }, arithmetic.fraction).map((c, channel) =>
      portScale(c - Math.round((gains[channel] as number) * unit), array),
    );
  }

  /** Why a layer does not fit the array. */
  function misfitOf(
    { mode, starts }: Pick<LayerPlan, 'mode' | 'starts'>,
    sums: SumBits,
  ): Failure | undefined {
    const place = `layer ${JSON.stringify(layer.name)}`;
    const start = startMisfit(place, starts, array);
    if (start !== undefined) return start;
    const sum = sumMisfit(sums, array, mode);
    return sum === undefined ? undefined : sumFailure(place, sum, array);
  }

  /** Why a layer does not fit the bits that options ask for: they are no wider than the array's. */
  function optionMisfit(mode: number, sums: SumBits, words: Uint16Array): Failure | undefined {
    const { tileBits, sumBits } = options;
    if (tileBits === null && sumBits === null) return undefined;
    const place = `layer ${JSON.stringify(layer.name)}`;
    const limits = limitBits(options, array, mode);
    const hint = 'raise --tile-bits or --sum-bits';
    if (sums.tile > limits.tile || sums.sum > limits.sum) {
      return new Failure(
        'input',
        `${place}: its start values alone need ${sums.sum} bits of a sum, which may have ${limits.sum}`,
        hint,
      );
    }
    if (words.some((word) => word !== 0) || values.every((w) => w === 0)) return undefined;
    return new Failure(
      'input',
      `${place}: in tiles of ${limits.tile} bits and sums of ${limits.sum} no word but zero fits`,
      hint,
    );
  }
}
