import { type ArrayTiming, resultLatency, swapCycles, type TileTiming } from './array-cycles.ts';

/** When the beats of one tile move. */
export interface HeldTile {
  /** First of R weight beats, one a cycle. */
  readonly weights: number;
  readonly swap: number;
  /** Of each vector, the cycle in which it is accepted. */
  readonly vectors: readonly number[];
  /** Of each result; none for a tile that does not end its sums. */
  readonly results: readonly number[];
}

export interface HeldCycles {
  readonly tiles: readonly HeldTile[];
  /** Cycle in which each sum's channel set is accepted. */
  readonly channels: readonly number[];
}

/** Vectors of tiles that end sums which can be under way or wait as results. */
export function resultSlots(timing: ArrayTiming): number {
  return resultLatency(timing) + 1;
}

/**
 * Beats of a stream of tiles where no result is taken before the cycle `resultsFrom`, and each at once
 * from then on. A vector of a tile that ends sums enters no sooner than the cycle after the result is
 * taken that had its slot; vectors of other tiles wait for nothing. Results leave in order, one a cycle.
 */
export function heldCycles(
  timing: ArrayTiming,
  stream: readonly TileTiming[],
  resultsFrom: number,
): HeldCycles {
  const latency = resultLatency(timing);
  const slots = resultSlots(timing);
  const vectors: number[][] = [];
  const results: number[] = [];

  const { swaps, channels } = swapCycles(timing, stream, (tile, swap) => {
    const entered: number[] = [];
    for (let next = swap; entered.length < tile.vectors; next++) {
      if (tile.last) {
        next = Math.max(next, (results.at(-slots) ?? -1) + 1);
        results.push(Math.max(next + latency, resultsFrom, (results.at(-1) ?? -1) + 1));
      }
      entered.push(next);
    }
    vectors.push(entered);
    return entered.at(-1) ?? swap;
  });

  let taken = 0;
  const tiles = swaps.map(({ weights, swap, last }, index) => {
    const its = vectors[index] ?? [];
    const first = taken;
    if (last) taken += its.length;
    return { weights, swap, vectors: its, results: results.slice(first, taken) };
  });
  return { tiles, channels };
}
