import { boundsOf, lanesOfWord, type WeightTerms, weightTerms } from '../../golden/exact/index.ts';
import type { SentTile } from './job.ts';
import type { ArraySubject } from './parameters.ts';

/**
 * Holds tiles to what an array for known weights is made for: words whose sums would leave the bits
 * of a row become zero, and where no activation is negative, negative ones change their sign.
 * Null for an array that takes any weights.
 */
export function contractOf({ config, shape }: ArraySubject): ((sent: SentTile) => SentTile) | null {
  const { weights, oneSided } = config.accumulator;
  const [lane] = shape.lanes;
  if (weights === undefined || lane === undefined) return null;
  const terms = weightTerms(lane.product, oneSided ? 'non-negative' : 'both');
  return ({ tile, ports }) => ({
    ports,
    tile: {
      ...tile,
      weights: fitting(tile.weights, terms, { ...shape, n: tile.weight.n, ...lane }),
      activations: oneSided
        ? tile.activations.map((word) => nonNegative(word, tile.activation.n))
        : tile.activations,
    },
  });
}

interface Place {
  readonly rows: number;
  readonly cols: number;
  readonly rowWidths: readonly number[];
  /** Bits of a weight word. */
  readonly n: number;
}

/** Containers with zeros in place of the words that do not fit, row by row in each lane of a column. */
function fitting(
  containers: Uint16Array,
  terms: WeightTerms,
  { rows, cols, rowWidths, n }: Place,
): Uint16Array {
  const mask = 2 ** n - 1;
  const kept = containers.slice();
  for (let column = 0; column < cols; column++) {
    for (let lane = 0; lane < lanesOfWord(n); lane++) {
      let [upper, lower] = [0n, 0n];
      for (let row = 0; row < rows; row++) {
        const at = row * cols + column;
        const word = ((kept[at] as number) >> (lane * n)) & mask;
        const up = upper + (terms.upper[word] as bigint);
        const down = lower + (terms.lower[word] as bigint);
        if (boundsOf(up, down).width <= (rowWidths[row] as number)) [upper, lower] = [up, down];
        else kept[at] = (kept[at] as number) & ~(mask << (lane * n));
      }
    }
  }
  return kept;
}

/** The same magnitude without a sign; NaR, which has neither, stays. */
function nonNegative(word: number, n: number): number {
  return word > 2 ** (n - 1) ? 2 ** n - word : word;
}
