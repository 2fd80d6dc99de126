import { createQuantizer } from '../golden/fast/index.ts';
import { lpFormat } from '../golden/format.ts';
import type { ConstantWeights, MacLayer } from '../network/layer.ts';
import { type FoldedScales, foldedScales, ofChannel } from './channels.ts';
import { givenWords } from './given-words.ts';
import { quantizeValues } from './lp-words.ts';
import type { LayerPlan } from './plan.ts';

/** What turns a layer's weights into words. */
type WordPlan = Pick<LayerPlan, 'weight' | 'rounding' | 'words'>;

/**
 * Words of a layer's constant weights, M x K row by row, as the array takes them: those that the plan
 * gives; else those of a channel with a negative scale are negated, those of a channel whose sums do
 * not matter are zero. Throws
 * FormatError; Error for weights that another step computes.
 */
export function layerWords(layer: MacLayer, plan: WordPlan): Uint16Array {
  const { weights } = layer;
  if (weights.kind !== 'constant') throw new Error(`the weights of ${layer.name} are not constant`);
  const { weight, rounding } = plan;
  if (rounding === 'given') return givenWords(plan);
  return quantizeValues(foldedWeights(weights, foldedScales(layer)), lpFormat(weight), rounding);
}

/**
 * layerWords() for weights that another step computes: takes a matrix [K, M] of them at a time, and
 * gives its words, M x K. Throws FormatError.
 */
export function matrixEncoder(
  layer: MacLayer,
  { weight }: WordPlan,
): (matrix: ArrayLike<number>, depth: number) => Uint16Array {
  const { signs } = foldedScales(layer);
  const quantise = createQuantizer(lpFormat(weight), { rounding: 'log', underflow: 'flush' });
  return (matrix, depth) => {
    const words = new Uint16Array(matrix.length);
    const channels = matrix.length / depth;
    for (let place = 0; place < words.length; place++) {
      const channel = Math.floor(place / depth);
      const value = matrix[(place % depth) * channels + channel] as number;
      words[place] = quantise(signed(ofChannel(signs, channel), value));
    }
    return words;
  };
}

/** Weights times the sign of their channel's scale. */
export function foldedWeights(
  { values, depth }: ConstantWeights,
  { signs }: FoldedScales,
): Float64Array {
  return values.map((value, index) => signed(ofChannel(signs, Math.floor(index / depth)), value));
}

/** No -0, and nothing of what is not finite, where the sign is 0. */
function signed(sign: number, value: number): number {
  return sign === 0 ? 0 : sign * value;
}
