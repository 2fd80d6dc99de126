import { lanesOfWord } from '../../golden/exact/index.ts';
import { groupSize } from '../../network/mapping/groups.ts';
import type { ArraySize, LayerProducts, MatrixProduct } from '../../network/mapping/product.ts';
import { type LayerArithmetic, layerTiles, type PlacedTile } from '../../network/mapping/tiles.ts';
import type { LayerRun } from '../../sim/accelerator/layer-run.ts';
import type { BufferDepths } from '../../sim/accelerator/subject.ts';

/** One run of an accelerator, and the tiles that it stands for. */
export interface PlacedRun {
  readonly run: LayerRun;
  readonly tiles: readonly PlacedTile[];
}

/** A layer as runs of an accelerator: parts of its products that the buffers hold. */
export function layerRuns(
  products: LayerProducts,
  arithmetic: LayerArithmetic,
  array: ArraySize,
  depths: BufferDepths,
): PlacedRun[] {
  return products.products.flatMap((product) =>
    parts(product, arithmetic, array, depths).map((part) => {
      const tiles = [...layerTiles({ ...products, products: [part] }, arithmetic, array)];
      return { run: runOf(part, tiles, arithmetic, array), tiles };
    }),
  );
}

/** As many vectors and blocks of channels as there is room for. */
function parts(
  product: MatrixProduct,
  { weight }: LayerArithmetic,
  { rows, cols, vectors }: ArraySize,
  depths: BufferDepths,
): MatrixProduct[] {
  const depth = product.tapOffset.length;
  const rowTiles = Math.ceil(depth / rows);
  const blocks = Math.min(depths.channelSets, Math.floor(depths.weightRows / (rowTiles * rows)));
  const room = Math.floor(depths.activations / rowTiles);
  if (blocks < 1 || room < 1) throw new RangeError(`${rowTiles} row tiles do not fit the buffers`);
  const most = room > vectors ? room - (room % vectors) : room;
  const channels = blocks * cols * lanesOfWord(weight.n);
  const found: MatrixProduct[] = [];
  for (let v = 0; v < product.vectorBase.length; v += most) {
    for (let m = 0; m < product.channelOffset.length; m += channels) {
      found.push({
        ...product,
        vectorBase: product.vectorBase.subarray(v, v + most),
        resultBase: product.resultBase.subarray(v, v + most),
        weights: product.weights.subarray(m * depth, (m + channels) * depth),
        channelOffset: product.channelOffset.subarray(m, m + channels),
        layerChannel: product.layerChannel.subarray(m, m + channels),
      });
    }
  }
  return found;
}

function runOf(
  { vectorBase, tapOffset, channelOffset }: MatrixProduct,
  placed: readonly PlacedTile[],
  { weight, activation, output, relu }: LayerArithmetic,
  { rows, cols, vectors: most }: ArraySize,
): LayerRun {
  const rowTiles = Math.ceil(tapOffset.length / rows);
  const columnBlocks = Math.ceil(channelOffset.length / (cols * lanesOfWord(weight.n)));
  const vectors = vectorBase.length;
  const weights = new Uint16Array(columnBlocks * rowTiles * rows * cols);
  const activations = new Uint16Array(vectors * rowTiles * rows);
  const ofGroup = columnBlocks * rowTiles;
  for (const [index, { tile, firstVector }] of placed.entries()) {
    const within = index % ofGroup;
    if (index < ofGroup) {
      for (let row = 0; row < rows; row++) {
        // The bottom row comes first.
        const beat = within * rows + (rows - 1 - row);
        weights.set(tile.weights.subarray(row * cols, (row + 1) * cols), beat * cols);
      }
    }
    if (within >= rowTiles) continue;
    for (let vector = 0; vector < tile.vectors; vector++) {
      const words = tile.activations.subarray(vector * rows, (vector + 1) * rows);
      activations.set(words, ((firstVector + vector) * rowTiles + within) * rows);
    }
  }
  return {
    mode: weight.n,
    formats: { weight, activation, result: output },
    relu,
    vectors,
    group: groupSize(vectors, most),
    rowTiles,
    columnBlocks,
    weights,
    activations,
    channels: placed.slice(0, ofGroup).flatMap(({ tile }) => tile.channels ?? []),
  };
}
