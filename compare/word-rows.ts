import type { DatapathMode } from '../golden/datapaths/index.ts';
import type { RealRows } from './operands.ts';
import { levelOf, type Quantiser } from './quantiser.ts';

/** A tensor as rows of words: the value of a word times the scale is near the number. */
export interface WordRows {
  readonly words: readonly Uint16Array[];
  /** Words of the lower columns of joined pairs, else zeros. */
  readonly lowWords: readonly Uint16Array[];
  readonly scale: number;
}

/** Weights as the words of lane 0, its bits lowest. */
export interface QuantisedRows {
  readonly weights: WordRows;
  readonly activations: WordRows;
}

export function wordRows(
  rows: RealRows[keyof RealRows],
  quantiser: Quantiser,
  scale: number,
): WordRows {
  const words: Uint16Array[] = [];
  const lowWords: Uint16Array[] = [];
  for (const row of rows) {
    const levels = Array.from(row, (x) => quantiser.levels[levelOf(quantiser, x / scale)]);
    words.push(Uint16Array.from(levels, (level) => level?.word ?? 0));
    lowWords.push(Uint16Array.from(levels, (level) => level?.lowWord ?? 0));
  }
  return { words, lowWords, scale };
}

/** Rows of lane words as rows of weight words: lane i of row r is row r * lanes + i. */
export function packLanes(
  rows: readonly Uint16Array[],
  { lanes, bits }: DatapathMode,
): Uint16Array[] {
  return Array.from({ length: Math.floor(rows.length / lanes) }, (_, row) => {
    const packed = new Uint16Array(rows[row * lanes]?.length ?? 0);
    for (let lane = 0; lane < lanes; lane += 1) {
      for (const [index, word] of (rows[row * lanes + lane] ?? []).entries()) {
        packed[index] = (packed[index] as number) | (word << (lane * bits));
      }
    }
    return packed;
  });
}
