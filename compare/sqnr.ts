import { type Datapath, productTable } from '../golden/datapaths/index.ts';
import { dotSignalToNoise } from './dot-noise.ts';
import { levelMoments, type Sample, sampleOf } from './level-moments.ts';
import {
  drawRows,
  numbersOf,
  RECTIFIED,
  type RealRows,
  SAMPLE,
  type SampleShape,
  STREAMS,
  type Stream,
} from './operands.ts';
import {
  activationQuantiser,
  joinedQuantiser,
  type PairChoice,
  type Quantiser,
  weightQuantiser,
} from './quantiser.ts';
import { scalesWithin } from './scale.ts';
import { type QuantisedRows, wordRows } from './word-rows.ts';

/** What a datapath is used for. */
export interface Use {
  readonly mode: number;
  readonly stream: Stream;
  /** d where two words make one weight, w_hi + w_lo * 2^-d (lp-spec section 5, joined columns). */
  readonly join?: number;
  /** Default: 'successive'. */
  readonly pairs?: PairChoice;
}

/**
 * dB above the least squared error within which a smaller scale is tried: the larger words that come of
 * it lose less where products are cut.
 */
const TOLERANCES = [0, 0.1, 0.25, 0.5, 1, 2, 4];

/** Streams whose activations a datapath can hold. */
export function streamsOf(datapath: Datapath): readonly Stream[] {
  const { levels } = activationQuantiser(datapath);
  return levels.some(({ value }) => value < 0) ? STREAMS : RECTIFIED;
}

/**
 * Signal to quantisation noise of dot products in dB: operands rounded to words, their products cut by
 * the datapath and summed exactly. It is the expected one for operands drawn from the sample, whatever
 * its seed. Throws RangeError for a stream that the datapath cannot hold.
 */
export function sqnr(datapath: Datapath, use: Use, shape: SampleShape = SAMPLE): number {
  return calibrate(datapath, use, shape).sqnr;
}

/**
 * The sample as words, each number the nearest to it with one scale per tensor. Both scales have the
 * least squared error of their tensor but for a tolerance, that for which dot products are best.
 * Throws RangeError for a stream that the datapath cannot hold.
 */
export function quantiseRows(
  datapath: Datapath,
  use: Use,
  shape: SampleShape = SAMPLE,
): QuantisedRows {
  const { quantisers, scales } = calibrate(datapath, use, shape);
  const reals = drawRows(use.stream, shape);
  return {
    weights: wordRows(reals.weights, quantisers.weights, scales.weights),
    activations: wordRows(reals.activations, quantisers.activations, scales.activations),
  };
}

/** Something of each tensor. */
type OfBoth<T> = Readonly<Record<keyof RealRows, T>>;

/** The scales with the best dot products among those that the tolerances allow. */
function calibrate(datapath: Datapath, use: Use, shape: SampleShape) {
  if (!streamsOf(datapath).includes(use.stream)) {
    throw new RangeError(`activations of the ${use.stream} stream may be negative`);
  }
  const numbers = numbersOf(use.stream, shape);
  const samples = {
    weights: sampleOf(numbers.weights),
    activations: sampleOf(numbers.activations),
  };
  const quantisers = quantisersOf(datapath, use);
  const products = levelProducts(datapath, use, quantisers);
  const weightScales = scalesWithin(samples.weights, quantisers.weights, TOLERANCES);
  const activationScales = scalesWithin(samples.activations, quantisers.activations, TOLERANCES);

  let best = { sqnr: -Infinity, scales: { weights: 1, activations: 1 } };
  for (const [index, weights] of weightScales.entries()) {
    const scales = { weights, activations: activationScales[index] as number };
    const figure = expectedSqnr({ samples, quantisers, scales, products }, shape.depth);
    if (figure > best.sqnr) best = { sqnr: figure, scales };
  }
  return { ...best, quantisers };
}

function quantisersOf(datapath: Datapath, { mode, join, pairs }: Use): OfBoth<Quantiser> {
  const single = weightQuantiser(datapath, mode);
  return {
    weights: join === undefined ? single : joinedQuantiser(single, join, pairs ?? 'successive'),
    activations: activationQuantiser(datapath),
  };
}

/** Products of levels in units of their values, at weight level * activation levels + activation level. */
function levelProducts(
  datapath: Datapath,
  { mode, join }: Use,
  { weights, activations }: OfBoth<Quantiser>,
): Float64Array {
  const { activationBits, fraction } = datapath;
  const table = productTable(datapath, mode, 0);
  const products = new Float64Array(weights.levels.length * activations.levels.length);
  let at = 0;
  for (const weight of weights.levels) {
    for (const activation of activations.levels) {
      const productOf = (word: number) =>
        (table[word * 2 ** activationBits + activation.word] as number) * 2 ** -fraction;
      const low = join === undefined ? 0 : productOf(weight.lowWord) * 2 ** -join;
      products[at] = productOf(weight.word) + low;
      at += 1;
    }
  }
  return products;
}

function expectedSqnr(
  {
    samples,
    quantisers,
    scales,
    products,
  }: {
    readonly samples: OfBoth<Sample>;
    readonly quantisers: OfBoth<Quantiser>;
    readonly scales: OfBoth<number>;
    readonly products: Float64Array;
  },
  depth: number,
): number {
  const unit = scales.weights * scales.activations;
  return dotSignalToNoise(
    {
      weights: levelMoments(samples.weights, quantisers.weights, scales.weights),
      activations: levelMoments(samples.activations, quantisers.activations, scales.activations),
      products: products.map((product) => product * unit),
    },
    depth,
  );
}
