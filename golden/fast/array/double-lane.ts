import type { ArrayParameters, LaneWidths } from '../../exact/array-parameters.ts';
import { pairKey } from './format-key.ts';
import type { LaneSums } from './lane-sums.ts';
import { wordOfLog } from './log-words.ts';
import { activationPlaces, type Magnitudes, magnitudesOf } from './magnitudes.ts';
import { createRecent } from './recent.ts';

/** Tables of magnitudes that a lane keeps, of some 30 KiB: a tile may name any of hundreds of pairs. */
const MOST_TABLES = 512;
/** Integers of so many bits and one more are exact in binary64, and so is their sum with half a range. */
const EXACT_BITS = 52;

/** Whether a lane's sums, which wrap, are exact in binary64 before they do. */
export function fitsDoubles(
  { rows, arithmetic }: Pick<ArrayParameters, 'rows' | 'arithmetic'>,
  { tile, row }: LaneWidths,
): boolean {
  const inner = tile + Math.ceil(Math.log2(rows));
  return arithmetic.overflow === 'wrap' && inner <= EXACT_BITS && row <= EXACT_BITS;
}

/** Widths up to 52 bits that wrap: sums in binary64, cut where a stage ends. */
export function createDoubleLane(
  { rows, cols, arithmetic, requantise }: ArrayParameters,
  widths: LaneWidths,
  significandLogs: Int32Array,
): LaneSums {
  const tableOf = createRecent<Magnitudes>(MOST_TABLES);
  const { inputBits, fraction } = requantise;
  let vectors = 0;
  /** cols x vectors. */
  let sums = new Float64Array(0);
  let tile = new Float64Array(0);

  return {
    begin(starts, count) {
      if (count !== vectors) {
        vectors = count;
        sums = new Float64Array(cols * vectors);
        tile = new Float64Array(vectors);
      }
      starts.forEach((start, column) => {
        sums.fill(Number(start), column * vectors, (column + 1) * vectors);
      });
    },
    add(formats, weights, activations) {
      const table = tableOf(pairKey(formats), () => magnitudesOf(arithmetic, formats, widths.tile));
      const { places, signs } = activationPlaces(table, arithmetic.align, activations);
      for (let column = 0; column < cols; column++) {
        tile.fill(0);
        for (let row = 0; row < rows; row++) {
          const word = weights[column * rows + row] as number;
          const place = table.weightPlace[word] as number;
          if (place < 0) continue;
          const sign = table.weightSign[word] as number;
          const chosen = sign === 1 ? places[1] : places[0];
          addRow(
            tile,
            table.values,
            { place, sign: 1 - 2 * sign, from: row * vectors },
            chosen,
            signs,
          );
        }
        addTile(sums, column * vectors, tile, widths);
      }
    },
    write(column, { logWords, relu, base }, { words, at, stride }) {
      for (let vector = 0; vector < vectors; vector++) {
        const sum = sums[column * vectors + vector] as number;
        if (sum === 0 || (relu && sum < 0)) {
          words[at + vector * stride] = 0;
          continue;
        }
        const magnitude = Math.abs(sum);
        const octave = leadingOne(magnitude);
        const below = Math.floor(magnitude * 2 ** (inputBits - octave)) - 2 ** inputBits;
        const log = base + octave * 2 ** fraction + (significandLogs[below] as number);
        const word = wordOfLog(logWords, log);
        words[at + vector * stride] = sum < 0 ? -word & logWords.wordMask : word;
      }
    },
  };
}

interface RowWeight {
  readonly place: number;
  readonly sign: number;
  /** Where the row's activations begin. */
  readonly from: number;
}

function addRow(
  tile: Float64Array,
  values: Float64Array,
  { place, sign, from }: RowWeight,
  places: Int32Array,
  signs: Float64Array,
): void {
  for (let vector = 0; vector < tile.length; vector++) {
    const magnitude = values[place + (places[from + vector] as number)] as number;
    tile[vector] = (tile[vector] as number) + sign * (signs[from + vector] as number) * magnitude;
  }
}

/** Adds what P_I bits keep of a tile's sums to a column's, and keeps P_O bits of that. */
function addTile(sums: Float64Array, from: number, tile: Float64Array, widths: LaneWidths): void {
  const [tileRange, rowRange] = [2 ** widths.tile, 2 ** widths.row];
  for (let vector = 0; vector < tile.length; vector++) {
    const kept = wrapped(tile[vector] as number, tileRange);
    sums[from + vector] = wrapped((sums[from + vector] as number) + kept, rowRange);
  }
}

/** An integer modulo a power of two, in [-range / 2, range / 2). */
function wrapped(value: number, range: number): number {
  const half = range / 2;
  if (value >= -half && value < half) return value;
  return value - Math.floor((value + half) / range) * range;
}

/** Place of the leading one of an integer from 1 to 2^53 - 1. */
function leadingOne(magnitude: number): number {
  const high = Math.floor(magnitude / 2 ** 32);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(magnitude);
}
