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

/** Adds a column's products row by row, each from the table's part of the row's weight. */
function sumTabulated(
  sums: Int32Array,
  table: Int32Array,
  activationBits: number,
  weights: Uint16Array,
  { vectors, words }: TileActivations,
): void {
  for (let row = 0; row < weights.length; row++) {
    const part = (weights[row] as number) << activationBits;
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
