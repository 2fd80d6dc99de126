import { wrapped } from '../../../golden/datapaths/index.ts';
import { createRandom, type Random } from '../../random.ts';
import { GridModel } from '../model.ts';
import type { GridSubject } from '../subject.ts';
import { emptyTile, fullBeats, type GridTile } from '../tile.ts';
import { type ModeWords, modeWords } from '../words.ts';

/** Words with an extreme product of a lane. */
interface Extreme {
  readonly weights: readonly number[];
  readonly act: number;
}

/**
 * The largest and least sums that words can make, and all sizes on the way there: from the first rows
 * on, from the last ones, of changing signs. Sums before them end just inside and outside of their range.
 */
export function* endTiles(subject: GridSubject, seed: number): Iterable<GridTile> {
  const { shape, datapath } = subject;
  const model = new GridModel(subject);
  for (const mode of datapath.modes.keys()) {
    const words = modeWords(subject, mode);
    const random = createRandom(seed, `ends, mode ${mode}`);
    for (const { index: lane } of shape.lanes) {
      const ends = extremes(subject, words, lane);
      if (ends === null) continue;
      const [least, greatest] = ends;
      for (const [even, odd] of [
        [greatest, least],
        [least, greatest],
      ] as const) {
        const beats = fullBeats(subject, (row, col) => {
          const turned = col % 4 >= 2 && row % 2 === 1;
          return random.pick(((col % 2 === 0) !== turned ? even : odd).weights);
        });
        const acts = actsTowards(shape.rows, even.act, odd.act, words.zeroAct);
        const tile = emptyTile(subject, mode, beats, acts.length);
        for (const [vector, row] of acts.entries()) tile.acts.set(row, vector * shape.rows);
        fillEnds(subject, model, tile, random);
        yield tile;
      }
    }
  }
}

/** Words of the least and of the greatest product; null for a lane that a mode does not use. */
function extremes(
  { datapath }: GridSubject,
  { mode, weights, acts }: ModeWords,
  lane: number,
): readonly [Extreme, Extreme] | null {
  let [least, greatest] = [0n, 0n];
  let [leastAct, greatestAct] = [0, 0];
  for (const weight of weights) {
    for (const act of acts) {
      const product = datapath.product(mode, lane, weight, act);
      if (product < least) [least, leastAct] = [product, act];
      if (product > greatest) [greatest, greatestAct] = [product, act];
    }
  }
  if (least === greatest) return null;
  const withProduct = (act: number, product: bigint): Extreme => ({
    act,
    weights: weights.filter((weight) => datapath.product(mode, lane, weight, act) === product),
  });
  return [withProduct(leastAct, least), withProduct(greatestAct, greatest)];
}

/** Activations of vectors: more and more rows at an end, the others 0 or at the other end. */
function actsTowards(rows: number, one: number, other: number, zero: number): number[][] {
  const all = (word: (row: number) => number) =>
    Array.from({ length: rows }, (_, row) => word(row));
  const vectors: number[][] = [];
  for (const end of [one, other]) {
    for (let count = 0; count <= rows; count++) {
      vectors.push(
        all((row) => (row < count ? end : zero)),
        all((row) => (row >= rows - count ? end : zero)),
        all((row) => (row < count ? one : other)),
      );
    }
  }
  return vectors;
}

/** Sums before the tile: with its own they come to an end of the range, or one beyond. */
function fillEnds(subject: GridSubject, model: GridModel, tile: GridTile, random: Random): void {
  const { rows, cols, lanes } = subject.shape;
  model.load(tile);
  let at = 0;
  for (let vector = 0; vector < tile.vectors; vector++) {
    const sums = model.tileSums(tile.acts.subarray(vector * rows, (vector + 1) * rows));
    for (let sum = 0; sum < cols * lanes.length; sum++) {
      const width = lanes[sum % lanes.length]?.outerWidth ?? 0;
      const own = sums[sum] as number;
      const greatest = 2 ** (width - 1) - 1;
      const before = [greatest, -greatest - 1, greatest - own, greatest - own + 1, -1 - own];
      const least = [-greatest - 1 - own, -greatest - 2 - own, 0];
      tile.previous[at++] = wrapped(random.pick([...before, ...least]), width);
    }
  }
}
