import type { ArrayShape } from '../../generator/index.ts';
import { arrayCycles, type TileTiming } from '../../golden/array-cycles.ts';
import { type HeldCycles, heldCycles } from '../../golden/held-results.ts';
import type { ArrayJob, SentTile } from './job.ts';

/** Cycles in which beats of a timed job move; cycle 0 is the first one after reset. */
export interface JobTimes {
  /** Of each result, tile by tile; none where a tile's sums go on. */
  readonly results: readonly (readonly number[])[];
  /** First and last beat of a stream. */
  readonly channels: readonly [number, number];
  readonly weights: readonly [number, number];
  readonly vectors: readonly [number, number];
}

/**
 * Of every beat that is compared, its cycle: by the closed form of an array's timing, or where results
 * are held back, vector by vector.
 */
export function jobTimes(
  shape: ArrayShape,
  { tiles: sent, resultsFrom = 0 }: Pick<ArrayJob, 'tiles' | 'resultsFrom'>,
): JobTimes {
  const stream = timingsOf(sent);
  const { tiles, channels } =
    resultsFrom > 0 ? heldCycles(shape, stream, resultsFrom) : fullSpeed(shape, stream);
  const first = tiles[0];
  const last = tiles.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a job without tiles');
  return {
    results: tiles.map(({ results }) => results),
    channels: [channels[0] ?? 0, channels.at(-1) ?? 0],
    weights: [first.weights, last.weights + shape.rows - 1],
    vectors: [first.vectors[0] ?? 0, last.vectors.at(-1) ?? 0],
  };
}

/** What the timing of tiles depends on. */
export function timingsOf(sent: readonly SentTile[]): TileTiming[] {
  return sent.map(({ tile }) => ({
    vectors: tile.vectors,
    first: tile.channels !== null,
    last: tile.results !== null,
  }));
}

function fullSpeed(shape: ArrayShape, stream: readonly TileTiming[]): HeldCycles {
  const { tiles, channels } = arrayCycles(shape, stream);
  return {
    tiles: tiles.map(({ weights, swap, results, vectors }) => {
      const from = (first: number) => Array.from({ length: vectors }, (_, beat) => first + beat);
      return {
        weights,
        swap,
        vectors: from(swap),
        results: results === null ? [] : from(results),
      };
    }),
    channels,
  };
}
