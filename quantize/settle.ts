import type { ActivationSigns } from '../golden/exact/index.ts';
import type { MacLayer } from '../network/layer.ts';
import type { Failure } from '../system/failure.ts';
import { collapsed, type FoldedScales, logScales, startValues } from './channels.ts';
import { portScale, signedRange, startMisfit, sumFailure, sumMisfit } from './misfit.ts';
import type { LayerPlan, PlannedFormat } from './plan.ts';
import { layerBits, type PlannedArray, type SumBits } from './sums.ts';
import { MOST_OCTAVES, type TensorFormats } from './tensor-formats.ts';
import { layerWords } from './words.ts';

/** A layer before its scale factors are known to fit the array. */
export interface LayerDraft {
  readonly layer: MacLayer;
  readonly folded: FoldedScales;
  readonly signs: ActivationSigns;
  readonly weight: PlannedFormat;
  readonly rounding: LayerPlan['rounding'];
  /** K */
  readonly depth: number;
}

/**
 * Layers with scale factors such that all fit the array. Layers share the formats of tensors, so
 * those that fitted are looked at again after a change. Scale factors only ever go down, each by a
 * few octaves, so this ends. Throws Failure (input).
 */
export function settledLayers(
  drafts: readonly LayerDraft[],
  formats: TensorFormats,
  array: PlannedArray,
): LayerPlan[] {
  const settlers = drafts.map((draft) => layerSettler(draft, formats, array));
  for (;;) {
    const { lowered } = formats;
    const plans = settlers.map((settled) => settled());
    if (formats.lowered === lowered) return plans;
  }
}

/** Plans a layer with the formats of the moment, lowering scale factors until it fits. */
function layerSettler(
  draft: LayerDraft,
  formats: TensorFormats,
  array: PlannedArray,
): () => LayerPlan {
  const { layer } = draft;
  let octaves = 0;
  let words = wordsOf(draft);
  let weight = draft.weight;

  const lowerWeight = () => {
    if (octaves === MOST_OCTAVES || words === undefined) return false;
    octaves++;
    weight = { ...weight, sf: weight.sf - 1 };
    words = wordsOf({ ...draft, weight });
    return true;
  };
  const lower = {
    weight: lowerWeight,
    activation: () => formats.lowerActivation(layer.input),
    nothing: () => false,
  };
  return () => {
    // Told where nothing helps: what the best formats would need.
    const first = new Map<Obstacle['remedy'], Failure>();
    for (;;) {
      const plan = plannedLayer({ ...draft, weight }, formats, array);
      const bits = layerBits(plan, { ...draft, words }, array);
      const obstacle = obstacleOf(plan, bits, { draft, words, array });
      if (obstacle === undefined) {
        if (lowerOutput(plan, formats, { layer, array })) continue;
        return completed(plan, bits, array);
      }
      const { remedy, failure } = obstacle;
      if (!first.has(remedy)) first.set(remedy, failure);
      if (!lower[remedy]()) throw first.get(remedy);
    }
  };
}

function wordsOf(draft: LayerDraft): Uint16Array | undefined {
  return draft.layer.weights.kind === 'constant' ? layerWords(draft.layer, draft) : undefined;
}

/** A layer but for its widths, its log scales not yet cut to what the array holds. */
type Uncut = Omit<LayerPlan, 'widths'>;

function plannedLayer(
  { layer, folded, weight, rounding }: LayerDraft,
  formats: TensorFormats,
  { arithmetic }: PlannedArray,
): Uncut {
  const activation = formats.activation(layer.input);
  const output = formats.output(layer.output);
  const { name, operator } = layer;
  const scales = logScales(folded, { weight, activation, output }, arithmetic.fraction);
  const starts = startValues(folded, { weight, activation }, arithmetic.accumulatorFraction);
  return {
    name,
    operator,
    mode: weight.n,
    weight,
    activation,
    output,
    rounding,
    scales: collapsed(scales),
    starts: collapsed(starts),
  };
}

/** Why a layer does not fit, and whose scale factor may change that. */
interface Obstacle {
  readonly failure: Failure;
  readonly remedy: 'weight' | 'activation' | 'nothing';
}

function obstacleOf(
  plan: Uncut,
  bits: SumBits,
  {
    draft,
    words,
    array,
  }: {
    readonly draft: LayerDraft;
    readonly words: Uint16Array | undefined;
    readonly array: PlannedArray;
  },
): Obstacle | undefined {
  const place = `layer ${JSON.stringify(plan.name)}`;
  const starts = startMisfit(place, plan.starts, array);
  if (starts !== undefined) {
    return { failure: starts, remedy: array.shape.startWidth === 0 ? 'nothing' : 'activation' };
  }
  const sums = sumMisfit(bits, array, plan.mode);
  if (sums === undefined) return undefined;
  const products = layerBits({ ...plan, starts: [0] }, { ...draft, words }, array);
  const fitsWithoutStarts = sumMisfit(products, array, plan.mode) === undefined;
  return {
    failure: sumFailure(place, sums, array),
    remedy: fitsWithoutStarts ? 'activation' : 'weight',
  };
}

/** Lowers the output's scale factor where a log scale is above what the array holds. */
function lowerOutput(
  { scales }: Uncut,
  formats: TensorFormats,
  { layer, array }: { readonly layer: MacLayer; readonly array: PlannedArray },
): boolean {
  const { most } = signedRange(array.shape.scaleWidth);
  const over = scales.reduce((largest, c) => Math.max(largest, c), most) - most;
  if (over === 0) return false;
  formats.lowerOutput(layer.output, Math.ceil(over / 2 ** array.arithmetic.fraction));
  return true;
}

function completed(plan: Uncut, { tile, sum }: SumBits, array: PlannedArray): LayerPlan {
  const scales = plan.scales.map((c) => portScale(c, array));
  return { ...plan, scales: collapsed(scales), widths: { tile, sum } };
}
