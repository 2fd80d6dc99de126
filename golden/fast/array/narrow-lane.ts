import type { ArrayParameters, LaneWidths } from '../../exact/array-parameters.ts';
import type { PairFormats } from '../term.ts';
import type { ChannelForm, LaneSums, ResultPlace, TileActivations } from './lane-sums.ts';
import { wordOfLog } from './log-words.ts';
import type { ProductOf, SignedProducts } from './signed-products.ts';

/** What all lanes of an array work out once. */
export interface SharedTables {
  products(formats: PairFormats): SignedProducts;
  /** R[x]. */
  readonly significandLogs: Int32Array;
}

/** Widths up to 32 bits that wrap: sums run modulo 2^32 and are cut where a stage ends. */
export function createNarrowLane(
  { rows, cols, requantise }: ArrayParameters,
  widths: LaneWidths,
  { products, significandLogs }: SharedTables,
): LaneSums {
  const tileCut = 32 - widths.tile;
  const rowCut = 32 - widths.row;
  const { inputBits, fraction } = requantise;
  let vectors = 0;
  /** cols x vectors. */
  let sums = new Int32Array(0);
  let tile = new Int32Array(0);

  return {
    begin(starts, count) {
      if (count !== vectors) {
        vectors = count;
        sums = new Int32Array(cols * vectors);
        tile = new Int32Array(vectors);
      }
      starts.forEach((start, column) => {
        sums.fill(Number(BigInt.asIntN(32, start)), column * vectors, (column + 1) * vectors);
      });
    },
    add(formats, weights, activations) {
      const pairs = products(formats);
      for (let column = 0; column < cols; column++) {
        const words = weights.subarray(column * rows, (column + 1) * rows);
        tile.fill(0);
        if (pairs instanceof Int32Array) {
          sumTabulated(tile, pairs, formats.activation.n, words, activations);
        } else sumProducts(tile, pairs, words, activations);
        addTile(sums, column * vectors, tile, tileCut);
      }
    },
    write(column, form, place) {
      const from = column * vectors;
      writeWords(sums.subarray(from, from + vectors), form, place);
    },
  };

  function writeWords(
    channel: Int32Array,
    { logWords, relu, base }: ChannelForm,
    place: ResultPlace,
  ): void {
    const { words, stride } = place;
    const { wordMask } = logWords;
    let { at } = place;
    for (let vector = 0; vector < channel.length; vector++, at += stride) {
      const sum = ((channel[vector] as number) << rowCut) >> rowCut;
      if (sum === 0 || (relu && sum < 0)) {
        words[at] = 0;
        continue;
      }
      const flip = sum >> 31;
      const magnitude = (sum ^ flip) - flip;
      const zeros = Math.clz32(magnitude);
      const below = ((magnitude << zeros) & 0x7fff_ffff) >>> (31 - inputBits);
      const log = base + ((31 - zeros) << fraction) + (significandLogs[below] as number);
      const word = wordOfLog(logWords, log);
      words[at] = ((word ^ flip) - flip) & wordMask;
    }
  }
}

/** Writes a column's sums of products, each from the table's part of its row's weight. */
function sumTabulated(
  sums: Int32Array,
  table: Int32Array,
  activationBits: number,
  weights: Uint16Array,
  { vectors, words }: TileActivations,
): void {
  const partOf = (row: number) => (weights[row] as number) << activationBits;
  const paired = weights.length & ~3;
  sums.fill(0);
  // Four rows in a pass: a sum is read and written once for all of them.
  for (let row = 0; row < paired; row += 4) {
    const part0 = partOf(row);
    const part1 = partOf(row + 1);
    const part2 = partOf(row + 2);
    const part3 = partOf(row + 3);
    const row0 = row * vectors;
    const row1 = row0 + vectors;
    const row2 = row1 + vectors;
    const row3 = row2 + vectors;
    for (let vector = 0; vector < vectors; vector++) {
      const product0 = table[part0 | (words[row0 + vector] as number)] as number;
      const product1 = table[part1 | (words[row1 + vector] as number)] as number;
      const product2 = table[part2 | (words[row2 + vector] as number)] as number;
      const product3 = table[part3 | (words[row3 + vector] as number)] as number;
      const products = (((product0 + product1) | 0) + ((product2 + product3) | 0)) | 0;
      sums[vector] = ((sums[vector] as number) + products) | 0;
    }
  }
  for (let row = paired; row < weights.length; row++) {
    const part = partOf(row);
    const from = row * vectors;
    for (let vector = 0; vector < vectors; vector++) {
      const product = table[part | (words[from + vector] as number)] as number;
      sums[vector] = ((sums[vector] as number) + product) | 0;
    }
  }
}

/** The same for words too long for a table of pairs. */
function sumProducts(
  sums: Int32Array,
  productOf: ProductOf,
  weights: Uint16Array,
  { vectors, words }: TileActivations,
): void {
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] as number;
    for (let vector = 0; vector < vectors; vector++) {
      const product = productOf(weight, words[row * vectors + vector] as number);
      sums[vector] = ((sums[vector] as number) + product) | 0;
    }
  }
}

/** Adds tile sums of 32 - cut bits, sign-extended, to a column's sums. */
function addTile(sums: Int32Array, from: number, tile: Int32Array, cut: number): void {
  for (let vector = 0; vector < tile.length; vector++) {
    const extended = ((tile[vector] as number) << cut) >> cut;
    sums[from + vector] = ((sums[from + vector] as number) + extended) | 0;
  }
}
