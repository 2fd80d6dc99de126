import { wordValues } from '../../golden/fast/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { foldedScales, logScales, ofChannel } from '../../quantize/channels.ts';
import type { LayerPlan } from '../../quantize/plan.ts';
import type { GroundLayer } from '../../search/ground.ts';
import type { QuantizeResult } from '../../search/quantize-network.ts';

/** The weights of a layer in columns of equal width, in the units of its words, and the words that lie among them. */
export interface WeightHistogram {
  /** The columns go from -reach to reach. */
  readonly reach: number;
  readonly counts: readonly number[];
  /** Values of the format's words within the columns, ascending. */
  readonly words: readonly number[];
  /** Words of the format whose value lies beyond the columns. */
  readonly beyond: number;
}

/** Odd: a column of its own for zero. */
const COLUMNS = 61;
/** A page with more is no longer looked through. */
export const MOST_HISTOGRAMS = 24;

/** Of the first layers with constant weights, in order of execution. */
export function weightHistograms({ ground, plan }: QuantizeResult): WeightHistogram[] {
  const plans = new Map(plan.layers.map((layer) => [layer.name, layer]));
  return ground.layers
    .slice(0, MOST_HISTOGRAMS)
    .map((each) =>
      weightHistogram(
        scaledWeights(
          each,
          plans.get(each.layer.name) as LayerPlan,
          ground.array.arithmetic.fraction,
        ),
        usedWords(plans.get(each.layer.name) as LayerPlan),
      ),
    );
}

/** `words` are the values that a weight may become. */
export function weightHistogram(
  weights: Float64Array,
  words: readonly number[],
  columns = COLUMNS,
): WeightHistogram {
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  const reach = most || Math.max(...words) || 1;
  const counts = new Array<number>(columns).fill(0);
  for (const weight of weights) {
    const column = Math.min(columns - 1, Math.floor(((weight + reach) / (2 * reach)) * columns));
    counts[column] = (counts[column] as number) + 1;
  }
  const within = words.filter((value) => Math.abs(value) <= reach).sort((a, b) => a - b);
  return { reach, counts, words: within, beyond: words.length - within.length };
}

/** Weights as they meet the words: times the scale of the layer and the gains of its channels. */
function scaledWeights(
  { layer, values }: GroundLayer,
  plan: LayerPlan,
  fraction: number,
): Float64Array {
  const { depth } = layer.weights;
  // A gain is what the log scale of a channel takes back.
  const full = logScales(foldedScales(layer), plan, fraction);
  const factors = full.map(
    (c, channel) => 2 ** (plan.weight.sf + (c - ofChannel(plan.scales, channel)) / 2 ** fraction),
  );
  return values.map((weight, place) => weight * (factors[Math.floor(place / depth)] as number));
}

/** Values of the words of a format, of those alone whose unused low bits are zero. */
function usedWords({ weight, bits = weight.n }: LayerPlan): number[] {
  const step = 2 ** (weight.n - bits);
  const values = wordValues(lpFormat({ ...weight, sf: 0 }));
  return [...values].filter((value, word) => word % step === 0 && !Number.isNaN(value));
}
