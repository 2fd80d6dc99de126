import {
  type ActivationSigns,
  rowBounds,
  type WeightTerms,
  weightTerms,
} from '../golden/exact/index.ts';
import { lpFormat } from '../golden/format.ts';
import type { RunningArray } from '../infer/layer-step.ts';
import { collapsed, foldedScales, logScales } from '../quantize/channels.ts';
import { chooseWords } from '../quantize/feedback/choose-words.ts';
import type { ChosenWords, SumBudget } from '../quantize/feedback/question.ts';
import { wordsText } from '../quantize/given-words.ts';
import { signedRange, startMisfit, sumFailure, sumMisfit } from '../quantize/misfit.ts';
import type { LayerPlan, PlannedFormat } from '../quantize/plan.ts';
import { layerBits, productOf } from '../quantize/sums.ts';
import type { Failure } from '../system/failure.ts';
import type { LayerChoice } from './candidate.ts';
import { type FittedScales, fitScales } from './channel-gains.ts';
import type { GroundLayer } from './ground.ts';
import { createMeanSums } from './mean-sums.ts';
import type { WordOptions } from './options.ts';
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
  const means = createMeanSums(arithmetic, lpFormat({ ...plain.activation, sf: 0 }));

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
      const own = options.channelScales ? withinPort(gains, weight) : new Float64Array(channels);
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
    gains: Float64Array,
    inputs: readonly SumInputs[],
  ): PlannedLayer | { readonly misfit: Failure } {
    const { activation, output } = plain;
    const formats = { weight, activation, output };
    const place = `layer ${JSON.stringify(layer.name)}`;
    const factors = Float64Array.from(gains, (gain) => 2 ** (weight.sf + gain));
    /** LSBs of a sum that is 1 before the scale of its channel. */
    const units = Float64Array.from(
      factors,
      (factor) => factor * 2 ** (activation.sf + arithmetic.accumulatorFraction),
    );
    const format = lpFormat({ ...weight, sf: 0 });
    const product = productOf({ ...formats, starts: [] }, array);
    const terms = weightTerms(product, signs);
    const words = new Uint16Array(channels * depth);
    const errors = new Float64Array(channels);
    const starts = new Array<number>(channels).fill(0);
    let limited = 0;
    for (const group of inputs) {
      const { first, channels: count, moments } = group;
      const rows = values.subarray(first * depth, (first + count) * depth);
      const targets = rows.map((w, at) => w * (factors[first + Math.floor(at / depth)] as number));
      const offsets = Array.from({ length: count }, (_, row) =>
        Math.round((folded.offsets[first + row] as number) * (units[first + row] as number)),
      );
      const chosen: ChosenWords = chooseWords({
        targets,
        format,
        step: 2 ** (weight.n - bits),
        moments,
        method: options.errorFeedback ? options.method : 'nearest',
        damping: options.damping,
        order: options.order,
        ...budgetOf(terms, offsets),
      });
      words.set(chosen.words, first * depth);
      limited += chosen.limited;
      const got = options.biasCorrection ? means.of(chosen.words, format, group) : null;
      for (let row = 0; row < count; row++) {
        const channel = first + row;
        const unit = units[channel] as number;
        const scale = (folded.magnitudes[channel] as number) / (units[channel] as number);
        const lsbs = (chosen.errors[row] as number) * 4 ** arithmetic.accumulatorFraction;
        errors[channel] = lsbs * scale * scale;
        const wanted =
          got === null || folded.signs[channel] === 0
            ? 0
            : dot(rows.subarray(row * depth, (row + 1) * depth), group.floatMeans) * unit -
              (got[row] as number);
        starts[channel] = Math.round((folded.offsets[channel] as number) * unit + wanted) + 0;
      }
    }
    const { macs } = plain;
    const full = logScales(folded, formats, arithmetic.fraction).map(
      (c, channel) => c - Math.round((gains[channel] as number) * 2 ** arithmetic.fraction),
    );
    const { least } = signedRange(shape.scaleWidth);
    const uncut = {
      name: layer.name,
      operator: layer.operator,
      mode: weight.n,
      ...formats,
      rounding: 'given' as const,
      scales: collapsed(full.map((c) => Math.max(least, c))),
      starts: collapsed(starts),
    };
    const sums = layerBits(uncut, { words, depth, signs }, array);
    const startFault = startMisfit(place, uncut.starts, array);
    if (startFault !== undefined) return { misfit: startFault };
    const misfit = sumMisfit(sums, array, weight.n);
    if (misfit !== undefined) return { misfit: sumFailure(place, misfit, array) };
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

  /** What the sums of a group's channels may come to, with their start values already off. */
  function budgetOf(
    terms: WeightTerms,
    starts: readonly number[],
  ): { readonly budget?: SumBudget } {
    const { tileBits, sumBits, soft } = options;
    if (tileBits === null && sumBits === null) return {};
    const tile = rangeOf(tileBits ?? shape.lanes[0]?.tileWidth ?? 128);
    const sum = rangeOf(sumBits ?? shape.lanes[0]?.width ?? 128);
    return {
      budget: {
        terms,
        tile: shape.rows,
        inner: tile,
        outer: starts.map((start) => {
          const { upper, lower } = rowBounds(terms, [], {
            least: BigInt(start),
            most: BigInt(start),
          });
          return { upper: positive(sum.upper - upper), lower: positive(sum.lower - lower) };
        }),
        soft,
      },
    };
  }
}

/** Most U+ and U- that so many bits hold. */
function rangeOf(bits: number): { readonly upper: bigint; readonly lower: bigint } {
  const half = 1n << BigInt(bits - 1);
  return { upper: half - 1n, lower: half };
}

function positive(value: bigint): bigint {
  return value > 0n ? value : 0n;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}
