/**
 * When every beat of an array moves if nothing holds it back: each input stream has its next beat
 * ready from cycle 0 on, the first without reset, and results leave at once.
 */

export interface ArrayTiming {
  /** R. */
  readonly rows: number;
  /** C. */
  readonly cols: number;
  /** B: sets of channel parameters that the array holds. */
  readonly channelSets: number;
}

export interface TileTiming {
  /** N: vectors, the same for all tiles of a sum. */
  readonly vectors: number;
  /** Whether the tile begins sums; it needs a channel set then. */
  readonly first: boolean;
  /** Whether the tile ends its sums; its vectors become results then. */
  readonly last: boolean;
}

/** Cycles of one tile's beats; its k-th beat of each kind moves k cycles after the first. */
export interface TileCycles extends TileTiming {
  /** First of R weight beats. */
  readonly weights: number;
  /** tau: the weights of row 0, column 0 become active and the first of N vectors is accepted. */
  readonly swap: number;
  /** First of N results; null for a tile that does not end its sums. */
  readonly results: number | null;
}

export interface ArrayCycles {
  readonly tiles: readonly TileCycles[];
  /** Cycle in which each sum's channel set is accepted. */
  readonly channels: readonly number[];
  /** The cycle after the last beat of any stream. */
  readonly end: number;
}

/** From a vector's acceptance to its result's beat: down the rows, along the feet, two registers. */
export function resultLatency({ rows, cols }: ArrayTiming): number {
  return rows + cols + 2;
}

/**
 * Beats of a stream of tiles. There are as many result slots as vectors can be under way, so that
 * they hold nothing back.
 */
export function arrayCycles(timing: ArrayTiming, stream: readonly TileTiming[]): ArrayCycles {
  const latency = resultLatency(timing);
  const { swaps, channels } = swapCycles(timing, stream, ({ vectors }, swap) => swap + vectors - 1);
  const tiles = swaps.map((tile) => ({ ...tile, results: tile.last ? tile.swap + latency : null }));
  const ends = tiles.map(({ swap, vectors, results }) => (results ?? swap) + vectors);
  return { tiles, channels, end: Math.max(0, ...ends) };
}

/** What of a stream's beats follows from when its vectors enter. */
export interface SwapCycles {
  readonly swaps: readonly Omit<TileCycles, 'results'>[];
  readonly channels: readonly number[];
}

/**
 * A tile swaps in when its R weight beats have moved and the vectors of the tile before have been
 * accepted, a first tile also no sooner than the cycle after its channel set's beat; the next tile's
 * weights follow at once. `enter` tells in which cycle the last vector of a tile is accepted.
 */
export function swapCycles(
  timing: ArrayTiming,
  stream: readonly TileTiming[],
  enter: (tile: TileTiming, swap: number) => number,
): SwapCycles {
  const { rows, channelSets } = timing;
  const swaps: Omit<TileCycles, 'results'>[] = [];
  const channels: number[] = [];
  /** By sum: the first cycle in which the room of its channel set is free again. */
  const released: number[] = [];
  let weights = 0;
  let idle = 0;

  for (const tile of stream) {
    let swap = Math.max(weights + rows, idle);
    if (tile.first) {
      const accepted = Math.max(
        (channels.at(-1) ?? -1) + 1,
        released[channels.length - channelSets] ?? 0,
      );
      channels.push(accepted);
      swap = Math.max(swap, accepted + 1);
    }
    swaps.push({ ...tile, weights, swap });
    const lastVector = enter(tile, swap);
    weights = swap;
    idle = lastVector + 1;
    if (tile.last) released.push(lastVector + resultLatency(timing));
  }
  return { swaps, channels };
}

/**
 * Share of the array's multipliers that work from the first to the last accepted vector, both
 * included: `macs` products that count, out of one per PE and lane and cycle.
 */
export function utilisation(
  { rows, cols, lanes }: { readonly rows: number; readonly cols: number; readonly lanes: number },
  macs: number,
  { tiles }: ArrayCycles,
): number {
  const first = tiles[0];
  const last = tiles.at(-1);
  if (first === undefined || last === undefined) return 0;
  return macs / (rows * cols * lanes * (last.swap + last.vectors - first.swap));
}
