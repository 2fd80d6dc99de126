import { type ArrayTile, type ChannelSet, lanesOfWord } from '../../golden/exact/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { vectorGroups } from './groups.ts';
import type { ArraySize, LayerProducts, MatrixProduct } from './product.ts';

/** How a layer's sums are made and leave the array. */
export interface LayerArithmetic {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly output: LpFormat;
  readonly relu: boolean;
  /** b of an output channel of the layer, in LSBs. */
  startOf(channel: number): number;
  /** c of an output channel of the layer, in units of 2^-Fo. */
  scaleOf(channel: number): number;
}

/** A tile and where the results of its sums belong. */
export interface PlacedTile {
  readonly tile: ArrayTile;
  readonly product: MatrixProduct;
  /** Of the product's vectors. */
  readonly firstVector: number;
  /** Of the product's channels. */
  readonly firstChannel: number;
}

/**
 * Tiles of a layer in the order in which the array takes them: for each group of vectors all blocks
 * of channels, for each block all blocks of inputs.
 */
export function* layerTiles(
  { source, products }: LayerProducts,
  arithmetic: LayerArithmetic,
  array: ArraySize,
): Iterable<PlacedTile> {
  for (const product of products) yield* productTiles(source, product, arithmetic, array);
}

function* productTiles(
  source: Uint16Array,
  product: MatrixProduct,
  arithmetic: LayerArithmetic,
  array: ArraySize,
): Iterable<PlacedTile> {
  const { weight, activation, output, relu } = arithmetic;
  const { rows, cols } = array;
  const places = cols * lanesOfWord(weight.n);
  const depth = product.tapOffset.length;
  const inputBlocks = Math.ceil(depth / rows);
  const blocks = Array.from(
    { length: Math.ceil(product.channelOffset.length / places) },
    (_, b) => ({
      firstChannel: b * places,
      channels: channelSet(product, b * places, arithmetic, array),
      weights: Array.from({ length: inputBlocks }, (_each, k) =>
        containers(product, weight.n, { firstChannel: b * places, firstInput: k * rows }, array),
      ),
    }),
  );
  let firstVector = 0;
  for (const vectors of vectorGroups(product.vectorBase.length, array.vectors)) {
    const activations = Array.from({ length: inputBlocks }, (_, k) =>
      gathered(source, product, { firstVector, vectors, firstInput: k * rows }, rows),
    );
    for (const { firstChannel, channels, weights } of blocks) {
      for (let k = 0; k < inputBlocks; k++) {
        const tile: ArrayTile = {
          weight,
          activation,
          weights: weights[k] as Uint16Array,
          activations: activations[k] as Uint16Array,
          vectors,
          channels: k === 0 ? channels : null,
          results: k === inputBlocks - 1 ? { output, relu } : null,
        };
        yield { tile, product, firstVector, firstChannel };
      }
    }
    firstVector += vectors;
  }
}

/** Puts the result words of a tile that ends its sums where they belong. */
export function placeResults(
  { tile, product, firstVector, firstChannel }: PlacedTile,
  words: Uint16Array,
  { cols, lanes }: ArraySize,
  results: Uint16Array,
): void {
  const { resultBase, channelOffset, resultOffset } = product;
  const used = lanesOfWord(tile.weight.n);
  const count = Math.min(cols * used, channelOffset.length - firstChannel);
  for (let vector = 0; vector < tile.vectors; vector++) {
    const to = resultOffset + (resultBase[firstVector + vector] as number);
    const from = vector * cols * lanes;
    for (let channel = 0; channel < count; channel++) {
      const column = Math.floor(channel / used);
      const word = words[from + column * lanes + (channel - column * used)] as number;
      results[to + (channelOffset[firstChannel + channel] as number)] = word;
    }
  }
}

/** b and c of a block of channels, by column and lane of the array; 0 for idle ones. */
function channelSet(
  { layerChannel }: MatrixProduct,
  first: number,
  { weight, startOf, scaleOf }: LayerArithmetic,
  { cols, lanes }: ArraySize,
): ChannelSet {
  const used = lanesOfWord(weight.n);
  const starts = Array.from({ length: cols * lanes }, () => 0n);
  const scales = starts.slice();
  for (let channel = 0; channel < cols * used; channel++) {
    const layer = layerChannel[first + channel];
    if (layer === undefined) break;
    const place = Math.floor(channel / used) * lanes + (channel % used);
    starts[place] = BigInt(startOf(layer));
    scales[place] = BigInt(scaleOf(layer));
  }
  return { starts, scales };
}

/** Weight words of one tile, rows x cols; word 0 beyond the product's inputs and channels. */
function containers(
  { weights, tapOffset, channelOffset }: MatrixProduct,
  n: number,
  { firstChannel, firstInput }: { readonly firstChannel: number; readonly firstInput: number },
  { rows, cols }: ArraySize,
): Uint16Array {
  const used = lanesOfWord(n);
  const depth = tapOffset.length;
  const filled = new Uint16Array(rows * cols);
  const inputs = Math.min(rows, depth - firstInput);
  const channels = Math.min(cols * used, channelOffset.length - firstChannel);
  for (let channel = 0; channel < channels; channel++) {
    const column = Math.floor(channel / used);
    const shift = (channel - column * used) * n;
    const from = (firstChannel + channel) * depth + firstInput;
    for (let row = 0; row < inputs; row++) {
      const at = row * cols + column;
      filled[at] = (filled[at] as number) | ((weights[from + row] as number) << shift);
    }
  }
  return filled;
}

interface Block {
  readonly firstVector: number;
  readonly vectors: number;
  readonly firstInput: number;
}

/** Activation words of one tile, vectors x rows; word 0 beyond the product's inputs. */
function gathered(
  source: Uint16Array,
  { vectorBase, tapOffset, sourceOffset }: MatrixProduct,
  { firstVector, vectors, firstInput }: Block,
  rows: number,
): Uint16Array {
  const inputs = Math.min(rows, tapOffset.length - firstInput);
  const words = new Uint16Array(vectors * rows);
  for (let vector = 0; vector < vectors; vector++) {
    const base = sourceOffset + (vectorBase[firstVector + vector] as number);
    for (let row = 0; row < inputs; row++) {
      words[vector * rows + row] = source[base + (tapOffset[firstInput + row] as number)] as number;
    }
  }
  return words;
}
