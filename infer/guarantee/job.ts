import type { ArrayDesign } from '../../generator/index.ts';
import { requantise } from '../../golden/exact/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { matmulProducts } from '../../network/mapping/matmul.ts';
import type { LayerProducts } from '../../network/mapping/product.ts';
import { type LayerArithmetic, layerTiles, type PlacedTile } from '../../network/mapping/tiles.ts';
import type { AttainedSum, LayerGuarantee } from '../../quantize/guarantee/layer.ts';
import { unboundedSum } from '../../quantize/guarantee/sum.ts';
import { signedRange } from '../../quantize/misfit.ts';
import { sizeOf } from '../golden.ts';

/** Largest sums of a layer as a small matrix product: every channel meets the activations of every sum. */
export interface SumJob {
  readonly sums: readonly AttainedSum[];
  readonly products: LayerProducts;
  readonly tiles: readonly PlacedTile[];
  /** Words of the sums as integers that nothing cuts, vector by vector. */
  readonly expected: Uint16Array;
}

type Subject = Pick<ArrayDesign, 'shape' | 'arithmetic'>;

/**
 * Tiles for the sums of a layer, and the words that they must give. A channel's log scale brings its
 * largest sum to about 1, and negative sums stay: a sum with another sign has another word.
 */
export function sumJob(
  { name, depth }: Pick<LayerGuarantee, 'name' | 'depth'>,
  sums: readonly AttainedSum[],
  output: LpFormat,
  array: Subject,
): SumJob {
  const channels = sums.length;
  const [first] = sums;
  if (first === undefined) throw new RangeError(`layer ${name} without sums`);
  const { weight, activation } = first.summands.product;
  const scales = sums.map(({ reach }) => visibleScale(reach, array));
  const arithmetic: LayerArithmetic = {
    weight,
    activation,
    output,
    relu: false,
    startOf: (channel) => Number(sums[channel]?.summands.start ?? 0n),
    scaleOf: (channel) => scales[channel] ?? 0,
  };
  const rows = (part: 'weights' | 'activations') =>
    Uint16Array.from(sums.flatMap(({ summands }) => [...summands[part]]));
  const products = matmulProducts(
    name,
    { kind: 'matmul', inputVectors: 'rows', outputVectors: 'rows' },
    { dims: [channels, depth], words: rows('activations') },
    { words: rows('weights'), channels, depth, matrices: 1 },
  );
  return {
    sums,
    products,
    tiles: [...layerTiles(products, arithmetic, sizeOf(array.shape))],
    expected: Uint16Array.from({ length: channels ** 2 }, (_, at) => {
      const vector = sums[Math.floor(at / channels)] as AttainedSum;
      const channel = sums[at % channels] as AttainedSum;
      return wordOf(vector, channel, scales[at % channels] as number, { output, array });
    }),
  };
}

/** c for which a sum has a log from 0 to 1, as far as the port takes it. */
function visibleScale(reach: bigint, { shape, arithmetic }: Subject): number {
  const magnitude = reach < 0n ? -reach : reach;
  const leadingOne = magnitude.toString(2).length - 1;
  const scale = (arithmetic.accumulatorFraction - leadingOne) * 2 ** arithmetic.fraction;
  const { least, most } = signedRange(shape.scaleWidth);
  return Math.min(most, Math.max(least, scale));
}

/** Bits for sums that nothing cuts. */
const WIDE = 256;

function wordOf(
  vector: AttainedSum,
  channel: AttainedSum,
  scale: number,
  { output, array }: { readonly output: LpFormat; readonly array: Subject },
): number {
  const { inputBits, fraction, underflow, accumulatorFraction } = array.arithmetic;
  const parameters = {
    ...{ accumulatorWidth: WIDE, accumulatorFraction, inputBits, fraction, underflow },
    ...{ output, scale: BigInt(scale), relu: false },
  };
  const { activations } = vector.summands;
  return requantise(parameters, unboundedSum({ ...channel.summands, activations }), false);
}
