import { describe, expect, it, test } from 'vitest';
import { arrayCycles, type TileTiming } from '../../../golden/array-cycles.ts';
import { type HeldCycles, heldCycles, resultSlots } from '../../../golden/held-results.ts';
import { randomSource } from '../fast/reference.ts';
import { type Beats, simulateControl } from './control.ts';

/** Sums of `tiles` tiles of N vectors each. */
function sum(tiles: number, vectors: number): TileTiming[] {
  return Array.from({ length: tiles }, (_, index) => ({
    vectors,
    first: index === 0,
    last: index === tiles - 1,
  }));
}

function beatsOf(rows: number, { tiles, channels }: HeldCycles): Omit<Beats, 'end'> {
  return {
    weights: tiles.flatMap(({ weights }) =>
      Array.from({ length: rows }, (_, row) => weights + row),
    ),
    channels,
    swaps: tiles.map(({ swap }) => swap),
    vectors: tiles.flatMap(({ vectors }) => vectors),
    results: tiles.flatMap(({ results }) => results),
  };
}

describe('heldCycles', () => {
  test('follows a stream by hand: slots filled, then a sum of two tiles, on 2 x 2', () => {
    const timing = { rows: 2, cols: 2, channelSets: 2 };
    expect(resultSlots(timing)).toBe(7);
    const [filled, opened, closed] = heldCycles(timing, [...sum(1, 7), ...sum(2, 3)], 50).tiles;
    expect(filled).toEqual({
      weights: 0,
      swap: 2,
      vectors: [2, 3, 4, 5, 6, 7, 8],
      results: [50, 51, 52, 53, 54, 55, 56],
    });
    // A tile that ends no sum waits for nothing.
    expect(opened).toEqual({ weights: 2, swap: 9, vectors: [9, 10, 11], results: [] });
    // The slots of results 0, 1, 2 are free in the cycles after 50, 51, 52.
    expect(closed).toEqual({
      weights: 9,
      swap: 12,
      vectors: [51, 52, 53],
      results: [57, 58, 59],
    });
  });

  it.each([
    [1, 1],
    [1, 7],
    [7, 1],
    [3, 5],
    [8, 8],
  ])('equals the rules of the control, %d x %d', (rows, cols) => {
    const random = randomSource(31 * rows + cols);
    for (let run = 0; run < 300; run++) {
      const timing = { rows, cols, channelSets: 1 + random(4) };
      const most = [1, rows, 4 * rows, 6 * rows][random(4)] as number;
      const tiles = Array.from({ length: 1 + random(8) }, () =>
        sum(1 + random([1, 2, 5][random(3)] as number), 1 + random(most)),
      ).flat();
      const resultsFrom = random(2 * arrayCycles(timing, tiles).end);
      const { end, ...expected } = simulateControl(timing, tiles, resultsFrom);
      const beats = beatsOf(rows, heldCycles(timing, tiles, resultsFrom));
      expect({ timing, tiles, resultsFrom, beats }).toEqual({
        timing,
        tiles,
        resultsFrom,
        beats: expected,
      });
      expect(end).toBe(Math.max(...beats.results) + 1);
    }
  });
});
