import { type ArrayTiming, arrayCycles, type TileTiming } from '../../golden/array-cycles.ts';

/** Something that happens in a cycle: the tile it belongs to, and which of its beats. */
export interface Event {
  readonly tile: number;
  readonly label: string;
}

/** What is where in each cycle; null where nothing is. By name, in dataflow order. */
export type Schedule = Readonly<Record<string, readonly (Event | null)[]>>;

/** The array of docs/array.md's worked tables: 2 x 2 PEs of one lane, two channel sets. */
export const WORKED_ARRAY: ArrayTiming = { rows: 2, cols: 2, channelSets: 2 };

/** Tiles 0 and 1 make one sum, tile 2 a sum of its own; each with so many vectors. */
export function workedTiles(vectors: number): TileTiming[] {
  return [
    { vectors, first: true, last: false },
    { vectors, first: false, last: true },
    { vectors, first: true, last: true },
  ];
}

/**
 * All streams, the PEs on the diagonal and the feet. A PE multiplies a vector one cycle after it
 * takes it over, r + c cycles after PE 0,0; a foot adds its column's sum when the bottom row has it.
 */
export function arraySchedule(timing: ArrayTiming, stream: readonly TileTiming[]): Schedule {
  const { rows, cols } = timing;
  const { tiles, channels, end } = arrayCycles(timing, stream);
  const lane = (beats: readonly (readonly [cycle: number, event: Event])[]) =>
    Array.from({ length: end }, (_, now) => beats.find(([cycle]) => cycle === now)?.[1] ?? null);
  const vectorsAfter = (delay: number) =>
    lane(
      tiles.flatMap(({ swap, vectors }, tile) =>
        indices(vectors).map((n) => [swap + n + delay, { tile, label: `v${n}` }] as const),
      ),
    );
  const begun = tiles.flatMap(({ first }, tile) => (first ? [tile] : []));
  return {
    weights: lane(
      tiles.flatMap(({ weights }, tile) =>
        indices(rows).map((k) => [weights + k, { tile, label: `row ${rows - 1 - k}` }] as const),
      ),
    ),
    channels: lane(
      channels.map((cycle, sum) => [cycle, { tile: begun[sum] ?? 0, label: 'b, c' }] as const),
    ),
    vectors: vectorsAfter(0),
    ...Object.fromEntries(
      indices(Math.min(rows, cols)).map((k) => [`PE ${k},${k}`, vectorsAfter(1 + 2 * k)]),
    ),
    ...Object.fromEntries(indices(cols).map((c) => [`foot ${c}`, vectorsAfter(rows + 1 + c)])),
    results: lane(
      tiles.flatMap(({ results, vectors }, tile) =>
        results === null
          ? []
          : indices(vectors).map((n) => [results + n, { tile, label: `v${n}` }] as const),
      ),
    ),
  };
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
