import { describe, expect, it, test } from 'vitest';
import {
  type ArrayCycles,
  type ArrayTiming,
  arrayCycles,
  resultLatency,
  type TileTiming,
  utilisation,
} from '../../../golden/array-cycles.ts';
import { randomSource } from '../fast/reference.ts';
import { type Beats, simulateControl } from './control.ts';

const SHAPES = [
  [1, 1],
  [1, 7],
  [7, 1],
  [3, 5],
  [8, 8],
  [16, 16],
] as const;

/** Enough channel sets for sums of one tile of 4R vectors each. */
function timingOf([rows, cols]: readonly [number, number]): ArrayTiming {
  return { rows, cols, channelSets: 1 + Math.ceil((rows + cols + 2) / (4 * rows)) };
}

/** Sums of `tiles` tiles of N vectors each. */
function sum(tiles: number, vectors: number): TileTiming[] {
  return Array.from({ length: tiles }, (_, index) => ({
    vectors,
    first: index === 0,
    last: index === tiles - 1,
  }));
}

/** The closed form beat by beat. */
function beatsOf({ rows }: ArrayTiming, { tiles, channels, end }: ArrayCycles): Beats {
  const from = (first: number, count: number) =>
    Array.from({ length: count }, (_, beat) => first + beat);
  return {
    weights: tiles.flatMap(({ weights }) => from(weights, rows)),
    channels,
    swaps: tiles.map(({ swap }) => swap),
    vectors: tiles.flatMap(({ swap, vectors }) => from(swap, vectors)),
    results: tiles.flatMap(({ results, vectors }) =>
      results === null ? [] : from(results, vectors),
    ),
    end,
  };
}

describe('arrayCycles', () => {
  test('follows a stream by hand: two sums, the first of two tiles, on 2 x 1', () => {
    const stream = [...sum(2, 3), ...sum(1, 1), ...sum(1, 5)];
    const timing = { rows: 2, cols: 1, channelSets: 1 };
    // Latency 5: the set of sum 0 is free again 5 cycles after its last vector, in cycle 7.
    expect(beatsOf(timing, arrayCycles(timing, stream))).toEqual({
      weights: [0, 1, 2, 3, 5, 6, 13, 14],
      channels: [0, 12, 18],
      swaps: [2, 5, 13, 19],
      vectors: [2, 3, 4, 5, 6, 7, 13, 19, 20, 21, 22, 23],
      results: [10, 11, 12, 18, 24, 25, 26, 27, 28],
      end: 29,
    });
  });

  it.each(SHAPES)('equals the rules of the control, %d x %d', (rows, cols) => {
    const random = randomSource(977 * rows + cols);
    for (let run = 0; run < 600; run++) {
      const timing =
        run % 2 === 0
          ? timingOf([rows, cols])
          : { rows, cols, channelSets: 1 + random(rows + cols + 4) };
      const most = [1, rows, 4 * rows, 6 * rows][random(4)] as number;
      const stream = Array.from({ length: 1 + random(6) }, () =>
        sum(1 + random([1, 2, 5][random(3)] as number), 1 + random(most)),
      ).flat();
      // A stream may stop within a sum.
      const tiles = stream.slice(0, stream.length - random(2));
      const expected = simulateControl(timing, tiles);
      const beats = beatsOf(timing, arrayCycles(timing, tiles));
      expect({ timing, tiles, beats }).toEqual({ timing, tiles, beats: expected });
    }
  });

  it('has nothing to do without tiles', () => {
    const timing = timingOf([3, 5]);
    expect(arrayCycles(timing, [])).toEqual({ tiles: [], channels: [], end: 0 });
    expect(simulateControl(timing, []).end).toBe(0);
    expect(utilisation({ rows: 3, cols: 5, lanes: 1 }, 0, arrayCycles(timing, []))).toBe(0);
  });
});

describe('utilisation', () => {
  it.each(SHAPES)('is full for tiles of 4R vectors, %d x %d', (rows, cols) => {
    const timing = timingOf([rows, cols]);
    const vectors = 4 * rows;
    for (const tilesPerSum of [1, 2, 5, 40]) {
      const stream = Array.from({ length: 40 / tilesPerSum }, () => sum(tilesPerSum, vectors));
      const cycles = arrayCycles(timing, stream.flat());
      expect(utilisation({ rows, cols, lanes: 1 }, 40 * vectors * rows * cols, cycles)).toBe(1);
      // Loading the first weights and draining the last results included.
      expect((40 * vectors) / cycles.end).toBeGreaterThan(0.9);
    }
  });

  it.each(SHAPES)('is full wherever weights load behind N >= R vectors, %d x %d', (rows, cols) => {
    const timing = timingOf([rows, cols]);
    const random = randomSource(rows + 31 * cols);
    for (let run = 0; run < 50; run++) {
      const stream = sum(8, rows + random(3 * rows));
      const { tiles } = arrayCycles(timing, stream);
      tiles.slice(1).forEach(({ swap, weights }, index) => {
        expect(swap).toBe((tiles[index]?.swap ?? 0) + (tiles[index]?.vectors ?? 0));
        expect(weights + rows).toBeLessThanOrEqual(swap);
      });
    }
  });

  it('suffers where short sums of one tile each run out of channel sets', () => {
    const timing = timingOf([8, 8]);
    expect(timing.channelSets).toBe(2);
    const stream = Array.from({ length: 40 }, () => sum(1, 8)).flat();
    const { tiles } = arrayCycles(timing, stream);
    // A set is free again 18 cycles after the last of 8 vectors, and read in the cycle after.
    tiles.slice(2).forEach(({ swap }, index) => {
      expect(swap - (tiles[index]?.swap ?? 0)).toBe(7 + 18 + 1);
    });
  });

  it('counts idle lanes, short sums and bubbles as lost', () => {
    const timing = timingOf([8, 8]);
    const cycles = arrayCycles(timing, sum(4, 4)); // a tile every 8 cycles, for 4 vectors
    const macs = 4 * 4 * 64;
    expect(utilisation({ rows: 8, cols: 8, lanes: 1 }, macs, cycles)).toBeCloseTo(16 / 28, 12);
    expect(utilisation({ rows: 8, cols: 8, lanes: 4 }, macs, cycles)).toBeCloseTo(4 / 28, 12);
    expect(resultLatency(timing)).toBe(18);
  });
});
