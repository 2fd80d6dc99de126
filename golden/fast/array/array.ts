import {
  type ArrayModel,
  type ArrayParameters,
  type ArrayTile,
  type LaneWidths,
  lanesOfWord,
  type ResultForm,
} from '../../exact/array-parameters.ts';
import { createStreamCheck } from '../../exact/array-stream.ts';
import type { LpFormat } from '../../format.ts';
import { createDoubleLane, fitsDoubles } from './double-lane.ts';
import { formatKey, pairKey } from './format-key.ts';
import type { LaneSums, TileActivations } from './lane-sums.ts';
import { type LogWords, logWords, significandLogs } from './log-words.ts';
import { createNarFlags } from './nar-flags.ts';
import { createNarrowLane, type SharedTables } from './narrow-lane.ts';
import { createRecent } from './recent.ts';
import { type SignedProducts, signedProducts } from './signed-products.ts';
import { createWideLane } from './wide-lane.ts';

/** Tables that an array keeps; those of 8-bit words have 256 KiB for products. */
const MOST_PRODUCT_TABLES = 64;
const MOST_WORD_TABLES = 16;

/** The array on tables and typed arrays. Throws RangeError for X above 24, Fo above 20, G above 50. */
export function createArray(parameters: ArrayParameters): ArrayModel {
  const { rows, cols, lanes, arithmetic, requantise } = parameters;
  const channels = cols * lanes.length;
  const check = createStreamCheck(parameters);
  const productsOf = createRecent<SignedProducts>(MOST_PRODUCT_TABLES);
  const wordsOf = createRecent<LogWords>(MOST_WORD_TABLES);
  const tables: SharedTables = {
    products: (formats) => productsOf(pairKey(formats), () => signedProducts(arithmetic, formats)),
    significandLogs: significandLogs(requantise),
  };
  const laneSums = lanes.map((widths) => createLane(parameters, widths, tables));
  const nars = createNarFlags(parameters);
  let scales: readonly bigint[] = [];

  return {
    run(tile) {
      check(tile);
      if (tile.channels !== null) {
        scales = tile.channels.scales;
        const { starts } = tile.channels;
        laneSums.forEach((sums, lane) => {
          sums.begin(ofLane(starts, lane), tile.vectors);
        });
        nars.begin(tile.vectors);
      }
      addTile(tile);
      return tile.results === null ? null : results(tile, tile.results);
    },
  };

  function addTile(tile: ArrayTile): void {
    const activations = transpose(tile, rows);
    nars.addActivations(tile.activation, activations);
    for (const [lane, sums] of usedLanes(tile.weight)) {
      const weights = laneWords(tile, lane, rows, cols);
      nars.addWeights(tile.weight, weights, lane);
      sums.add(tile, weights, activations);
    }
  }

  function results({ weight, vectors }: ArrayTile, { output, relu }: ResultForm): Uint16Array {
    const table = wordsOf(formatKey(output), () => logWords(output, requantise));
    const words = new Uint16Array(vectors * channels);
    const lsb = BigInt(-arithmetic.accumulatorFraction) << BigInt(requantise.fraction);
    for (const [lane, sums] of usedLanes(weight)) {
      ofLane(scales, lane).forEach((scale, column) => {
        const base = Number(lsb + scale);
        const place = { words, at: column * lanes.length + lane, stride: channels };
        sums.write(column, { logWords: table, relu, base }, place);
        nars.write(output, place);
      });
    }
    return words;
  }

  function usedLanes({ n }: LpFormat): [number, LaneSums][] {
    return [...laneSums.entries()].slice(0, lanesOfWord(n));
  }

  function ofLane(values: readonly bigint[], lane: number): bigint[] {
    return values.filter((_, channel) => channel % lanes.length === lane);
  }
}

function createLane(
  parameters: ArrayParameters,
  widths: LaneWidths,
  tables: SharedTables,
): LaneSums {
  const { overflow } = parameters.arithmetic;
  if (overflow === 'wrap' && widths.row <= 32) return createNarrowLane(parameters, widths, tables);
  const create = fitsDoubles(parameters, widths) ? createDoubleLane : createWideLane;
  return create(parameters, widths, tables.significandLogs);
}

/** rows x vectors words from vectors x rows, without bits above their n. */
function transpose({ activation, activations, vectors }: ArrayTile, rows: number): TileActivations {
  const mask = 2 ** activation.n - 1;
  const words = new Uint16Array(activations.length);
  for (let row = 0; row < rows; row++) {
    for (let vector = 0; vector < vectors; vector++) {
      words[row * vectors + vector] = (activations[vector * rows + row] as number) & mask;
    }
  }
  return { vectors, words };
}

/** A lane's weight words, cols x rows. */
function laneWords(
  { weight, weights }: ArrayTile,
  lane: number,
  rows: number,
  cols: number,
): Uint16Array {
  const mask = 2 ** weight.n - 1;
  const words = new Uint16Array(weights.length);
  for (let column = 0; column < cols; column++) {
    for (let row = 0; row < rows; row++) {
      const container = weights[row * cols + column] as number;
      words[column * rows + row] = (container >> (lane * weight.n)) & mask;
    }
  }
  return words;
}
