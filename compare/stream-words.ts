import type { Datapath } from '../golden/datapaths/index.ts';
import type { Stream } from './operands.ts';
import { quantiseRows } from './sqnr.ts';
import { type Usage, useOf } from './usage.ts';
import { packLanes } from './word-rows.ts';

/** What goes through a small grid: its weights by column, and a vector in each cycle. */
export interface GridWords {
  /** Weight words of each column, of all its rows. */
  readonly weights: readonly Uint16Array[];
  /** Activation words of each vector. */
  readonly vectors: readonly Uint16Array[];
}

/** Draws the words of a stream for a grid of so many rows and columns. */
export function gridWords(
  datapath: Datapath,
  usage: Usage,
  stream: Stream,
  {
    rows,
    cols,
    vectors,
  }: { readonly rows: number; readonly cols: number; readonly vectors: number },
): GridWords {
  const mode = datapath.modes[usage.mode];
  if (mode === undefined) throw new RangeError(`no mode ${usage.mode}`);
  // Scales are chosen on a sample of the usual size; of its words the first are taken.
  const { weights, activations } = quantiseRows(datapath, useOf(usage, stream));
  const lanes = usage.join === undefined ? weights.words : inPairs(weights.words, weights.lowWords);
  const long = packLanes(lanes, mode).slice(0, cols);
  return {
    weights: long.map((row) => row.slice(0, rows)),
    vectors: activations.words.slice(0, vectors).map((row) => row.slice(0, rows)),
  };
}

/** Neighbouring columns hold the upper and the lower words of a row. */
function inPairs(high: readonly Uint16Array[], low: readonly Uint16Array[]): Uint16Array[] {
  return high.flatMap((row, index) => [row, low[index] ?? new Uint16Array(row.length)]);
}
