import type { LpFormat } from '../format.ts';
import type { MacParameters } from './mac.ts';
import type { RequantiseParameters } from './requantise.ts';

/** Widths of a lane's two accumulators in bits (section 6, two stages). */
export interface LaneWidths {
  /** P_I: a tile's sum; at most P_O. */
  readonly tile: number;
  /** P_O: the sum over tiles. */
  readonly row: number;
}

/** What an array computes with, whatever the formats of a tile. */
export interface ArrayParameters {
  /** R: activation words of a vector. */
  readonly rows: number;
  /** C: columns. */
  readonly cols: number;
  /** Lane 0 first. */
  readonly lanes: readonly LaneWidths[];
  /** Of every product and sum (section 3). */
  readonly arithmetic: Pick<
    MacParameters,
    'converter' | 'converterFraction' | 'align' | 'overflow' | 'accumulatorFraction'
  >;
  /** Of every result (section 4). */
  readonly requantise: Pick<RequantiseParameters, 'inputBits' | 'fraction' | 'underflow'>;
}

/** What belongs to an output channel for one sum, by (column * lanes of the array + lane). */
export interface ChannelSet {
  /** b: start values in LSBs of the accumulator. */
  readonly starts: readonly bigint[];
  /** c: log scales in units of 2^-Fo. */
  readonly scales: readonly bigint[];
}

/** Weights that stay in the array while vectors pass. */
export interface ArrayTile {
  /** Format of the words of every lane; its n is the mode. */
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  /** rows x cols containers, row by row: lane i of n bits is bits [i * n, (i + 1) * n). */
  readonly weights: Uint16Array;
  /** vectors x rows activation words, vector by vector. */
  readonly activations: Uint16Array;
  readonly vectors: number;
  /** A tile that begins new sums brings their channels; null adds to the sums so far. */
  readonly channels: ChannelSet | null;
  /** A tile that ends its sums says how they leave the array; null keeps them. */
  readonly results: ResultForm | null;
}

export interface ResultForm {
  readonly output: LpFormat;
  readonly relu: boolean;
}

/** The array as its ports show it: tiles in, finished sums out. */
export interface ArrayModel {
  /**
   * Passes the vectors of one tile; the outer sums stay for the next. Returns the result words of a
   * tile that ends its sums, vectors x cols x lanes, 0 for lanes that the tile's words leave idle;
   * else null. Throws RangeError for a tile that does not fit the array or the sums so far.
   */
  run(tile: ArrayTile): Uint16Array | null;
}

/** Lanes that words of n bits use: four of 2 bits, two of 4, else one (section 5). */
export function lanesOfWord(n: number): number {
  return n === 2 ? 4 : n === 4 ? 2 : 1;
}
