import type { ArrayParameters } from '../../exact/array-parameters.ts';
import type { LpFormat } from '../../format.ts';
import type { ResultPlace, TileActivations } from './lane-sums.ts';

/** Sticky flags of an array's sums: a NaR activation sets its vector's, a NaR weight its channel's. */
export interface NarFlags {
  begin(vectors: number): void;
  addActivations(format: LpFormat, activations: TileActivations): void;
  /** Weight words of a lane, cols x rows. */
  addWeights(format: LpFormat, weights: Uint16Array, lane: number): void;
  /** Overwrites a channel's results where a flag is set; the place begins at the channel's index. */
  write(output: LpFormat, place: ResultPlace): void;
}

export function createNarFlags({ rows, cols, lanes }: ArrayParameters): NarFlags {
  const channels = new Uint8Array(cols * lanes.length);
  let vectors = new Uint8Array(0);
  let anyVector = false;

  return {
    begin(count) {
      channels.fill(0);
      vectors = new Uint8Array(count);
      anyVector = false;
    },
    addActivations({ narWord }, { words }) {
      for (let at = words.indexOf(narWord); at >= 0; at = words.indexOf(narWord, at + 1)) {
        vectors[at % vectors.length] = 1;
        anyVector = true;
      }
    },
    addWeights({ narWord }, weights, lane) {
      for (let at = weights.indexOf(narWord); at >= 0; at = weights.indexOf(narWord, at + 1)) {
        channels[Math.floor(at / rows) * lanes.length + lane] = 1;
      }
    },
    write({ narWord }, { words, at, stride }) {
      const wholeChannel = channels[at] === 1;
      if (!wholeChannel && !anyVector) return;
      vectors.forEach((flag, vector) => {
        if (wholeChannel || flag === 1) words[at + vector * stride] = narWord;
      });
    },
  };
}
