import type { ArrayShape } from '../../generator/index.ts';
import { arrayCycles } from '../../golden/array-cycles.ts';
import type { SentTile } from './job.ts';

/** Cycles in which beats move where nothing is held up; cycle 0 is the first one after reset. */
export interface JobTimes {
  /** First result of each tile; null where its sums go on. Later ones follow one a cycle. */
  readonly results: readonly (number | null)[];
  /** First and last beat of a stream. */
  readonly channels: readonly [number, number];
  readonly weights: readonly [number, number];
  readonly vectors: readonly [number, number];
}

/** Of every beat that is compared, its cycle by the closed form of an array's timing. */
export function jobTimes(shape: ArrayShape, sent: readonly SentTile[]): JobTimes {
  const { tiles, channels } = arrayCycles(
    shape,
    sent.map(({ tile }) => ({
      vectors: tile.vectors,
      first: tile.channels !== null,
      last: tile.results !== null,
    })),
  );
  const first = tiles[0];
  const last = tiles.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a job without tiles');
  return {
    results: tiles.map(({ results }) => results),
    channels: [channels[0] ?? 0, channels.at(-1) ?? 0],
    weights: [first.weights, last.weights + shape.rows - 1],
    vectors: [first.swap, last.swap + last.vectors - 1],
  };
}
