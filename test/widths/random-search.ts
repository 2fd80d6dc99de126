import { weightRow } from '../../generator/index.ts';
import {
  type ActivationSigns,
  attainingVector,
  multiplyAccumulate,
  NO_START,
  type ProductParameters,
  start,
} from '../../golden/exact/index.ts';
import { widthReport } from '../../quantize/widths.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import type { Layer } from './layers.ts';
import { macOf } from './sums.ts';

export interface SearchResult {
  readonly vectors: number;
  /** The largest partial sum that was found, as a fraction of the bound of its side. */
  readonly closest: number;
  /** Partial sums beyond their bound: there must be none. */
  readonly exceeded: number;
}

/**
 * Random activation vectors over the channels of a layer, every partial sum against its bound.
 * Vectors are uniform words, or one that attains a bound with some words replaced.
 */
export function randomSearch(
  layer: Layer,
  options: {
    readonly activations: ActivationSigns;
    readonly vectors: number;
    readonly seed: number;
  },
): SearchResult {
  const { arithmetic, weights } = layer;
  const { activations, vectors, seed } = options;
  const { channels } = widthReport(weights, { arithmetic, activations, start: NO_START });
  const products = productsOf(arithmetic);
  const random = createRandom(seed, `${layer.name} ${activations}`);
  const words = arithmetic.activation.narWord * (activations === 'both' ? 2 : 1);
  const shift = arithmetic.activation.n;
  let [closest, exceeded] = [0, 0];
  for (let vector = 0; vector < vectors; vector += 1) {
    const channel = vector % weights.channels;
    const row = weightRow(weights, channel);
    const bounds = channels[channel];
    if (bounds === undefined) throw new Error('every channel has bounds');
    const [upper, lower] = [Number(bounds.upper), Number(bounds.lower)];
    const side = (vector & 1) === 0 ? 'upper' : 'lower';
    const near =
      (vector & 2) === 0 ? undefined : attainingVector(arithmetic, row, side, activations);
    let [sum, most, least] = [0, 0, 0];
    for (let index = 0; index < row.length; index += 1) {
      const word = draw(random, near?.[index], words);
      sum += products[((row[index] as number) << shift) | word] as number;
      if (sum > most) most = sum;
      if (sum < least) least = sum;
    }
    if (most > upper || -least > lower) exceeded += 1;
    if (upper > 0) closest = Math.max(closest, most / upper);
    if (lower > 0) closest = Math.max(closest, -least / lower);
  }
  return { vectors, closest, exceeded };
}

/** The word of an attaining vector in seven cases of eight, or any word. */
function draw(random: Random, near: number | undefined, words: number): number {
  const bits = random.word();
  return near !== undefined && (bits & 7) !== 0 ? near : (bits >>> 3) % words;
}

/** Signed products of every pair of words in LSBs, by the exact model; below 2^53. */
function productsOf(arithmetic: ProductParameters): Float64Array {
  const mac = macOf(arithmetic, 128);
  const { weight, activation } = arithmetic;
  return Float64Array.from({ length: 2 ** (weight.n + activation.n) }, (_, pair) => {
    const words = [pair >> activation.n, pair % 2 ** activation.n] as const;
    return Number(multiplyAccumulate(mac, start(0n), ...words).acc);
  });
}
