import type { ArrayShape } from '../../generator/index.ts';
import type { SentTile } from './job.ts';

/** Cycles in which beats move where nothing is held up; cycle 0 is the first one after reset. */
export interface JobTimes {
  /** First result of each tile that ends its sums; later ones follow one a cycle. */
  readonly results: readonly number[];
  /** First and last beat of a stream. */
  readonly channels: readonly [number, number];
  readonly weights: readonly [number, number];
  readonly vectors: readonly [number, number];
}

/** Of every beat that is compared, its cycle by the closed form of the array's timing. */
export function jobTimes(shape: ArrayShape, tiles: readonly SentTile[]): JobTimes {
  const { rows, cols, channelSets } = shape;
  const latency = rows + cols + 2;
  const starts: number[] = [];
  const sets: number[] = [];
  const releases: number[] = [];
  let free = 0;
  for (const { tile } of tiles) {
    let start = Math.max(free, starts.length === 0 ? rows : 0);
    if (tile.channels !== null) {
      const sum = sets.length;
      const set = Math.max((sets.at(-1) ?? -1) + 1, releases[sum - channelSets] ?? 0);
      sets.push(set);
      start = Math.max(start, set + 1);
    }
    starts.push(start);
    free = start + Math.max(rows, tile.vectors);
    if (tile.results !== null) releases.push(start + tile.vectors - 1 + latency);
  }
  const last = starts.length - 1;
  const before = starts.at(-2);
  return {
    results: starts.map((start) => start + latency),
    channels: [sets[0] ?? 0, sets.at(-1) ?? 0],
    weights: [0, (before ?? 0) + rows - 1],
    vectors: [starts[0] ?? 0, (starts[last] ?? 0) + (tiles[last]?.tile.vectors ?? 1) - 1],
  };
}
