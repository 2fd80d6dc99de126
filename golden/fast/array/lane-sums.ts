import type { PairFormats } from '../term.ts';
import type { LogWords } from './log-words.ts';

/** The activations of a tile, ready for loops over vectors. */
export interface TileActivations {
  readonly vectors: number;
  /** rows x vectors words, without bits above their n. */
  readonly words: Uint16Array;
}

/** Where a channel's results go: entry at, at + stride, ... of the words. */
export interface ResultPlace {
  readonly words: Uint16Array;
  readonly at: number;
  readonly stride: number;
}

/** How the sums of a channel leave the array. */
export interface ChannelForm {
  readonly logWords: LogWords;
  readonly relu: boolean;
  /** c - A * 2^Fo: log of a sum of one LSB, in units of 2^-Fo, clamped to 2^11 octaves. */
  readonly base: number;
}

/** Outer sums of one lane in all columns; NaR is kept apart. */
export interface LaneSums {
  /** Begins sums with a start value per column. */
  begin(starts: readonly bigint[], vectors: number): void;
  /** Adds a tile with the lane's weight words, cols x rows, without bits above their n. */
  add(formats: PairFormats, weights: Uint16Array, activations: TileActivations): void;
  /** Writes the result words of a column. */
  write(column: number, form: ChannelForm, place: ResultPlace): void;
}
