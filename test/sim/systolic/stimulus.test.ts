import { describe, expect, test } from 'vitest';
import { systolicDesign, systolicSchema } from '../../../generator/index.ts';
import { isSmall, smallConfig } from '../../../sim/systolic/small.ts';
import { aloneTiles, pairTiles } from '../../../sim/systolic/stimulus/pairs.ts';
import { arrayModule, gridLayout } from '../../../sim/systolic/subject.ts';
import type { GridTile } from '../../../sim/systolic/tile.ts';
import { systolicConfigs } from '../../support/systolic-configs.ts';
import { TERNARY } from './grid-fixture.ts';

const SEED = 3;
const PAIRS = 4 * 8;

describe('pairs of words', () => {
  const { shape } = TERNARY.design;
  const places = shape.rows * shape.cols;

  test('all occur at every row and column', () => {
    const seen = pairsSeen(pairTiles(TERNARY.design, SEED), () => true);
    expect([...seen.values()].map((pairs) => pairs.size)).toEqual(Array(places).fill(PAIRS));
  });

  test('all occur at every row whose column holds zeros else, after as many rounds as rows', () => {
    const tiles = [...aloneTiles(TERNARY.design, SEED, shape.rows)];
    const seen = pairsSeen(tiles, (tile, row, col) =>
      upTo(shape.rows).every((other) => other === row || weightIn(tile, other, col) === 0),
    );
    const byRow = upTo(shape.rows).map((row) => {
      const pairs = upTo(shape.cols).flatMap((col) => [...(seen.get(`${row} ${col}`) ?? [])]);
      return new Set(pairs).size;
    });
    expect(byRow).toEqual(Array(shape.rows).fill(PAIRS));
  });

  /** Pairs by "row column". */
  function pairsSeen(
    tiles: Iterable<GridTile>,
    counts: (tile: GridTile, row: number, col: number) => boolean,
  ): Map<string, Set<string>> {
    const seen = new Map<string, Set<string>>();
    for (const tile of tiles) {
      expect(tile.beats).toHaveLength(shape.peRows);
      for (const [row, col] of upTo(places).map((at) => [
        at % shape.rows,
        Math.floor(at / shape.rows),
      ])) {
        if (row === undefined || col === undefined || !counts(tile, row, col)) continue;
        const pairs = seen.get(`${row} ${col}`) ?? new Set();
        seen.set(`${row} ${col}`, pairs);
        for (const vector of upTo(tile.vectors)) {
          pairs.add(`${weightIn(tile, row, col)} ${tile.acts[vector * shape.rows + row]}`);
        }
      }
    }
    return seen;
  }

  /** The last beat is for the top row of PEs. */
  function weightIn({ beats }: GridTile, row: number, col: number): number {
    const beat = beats[shape.peRows - 1 - Math.floor(row / shape.products)];
    return beat?.words[col * shape.products + (row % shape.products)] as number;
  }
});

describe.each(systolicConfigs().map((config) => [config.name, config] as const))(
  '%s',
  (_, config) => {
    const design = systolicDesign(config);

    test('is answered when its manifest says so', () => {
      expect(gridLayout(design).delay).toBe(arrayModule(design).latency - 1);
    });

    test('is small, or has a small grid of the same widths, registers and modules', () => {
      const small = systolicDesign(smallConfig(design));
      expect(isSmall(small.shape)).toBe(true);
      expect(small.derived.P).toEqual(design.derived.P);
      expect(small.modules.map(({ name }) => name)).toEqual(design.modules.map(({ name }) => name));
      const pe = (from: typeof design) => from.modules.find(({ role }) => role === 'pe');
      expect(pe(small)?.ports).toEqual(pe(design)?.ports);
    });
  },
);

test('a grid of 32 products a PE in three modes still has a small one', () => {
  const config = systolicSchema.parse({
    name: 'wide',
    kind: 'systolic',
    datapath: { kind: 'int-fused' },
    grid: { rows: 64, cols: 8, products: 32, columnsPerRegister: 8 },
  });
  expect(smallConfig(systolicDesign(config)).grid).toMatchObject({
    rows: 96,
    cols: 2,
    columnsPerRegister: 1,
  });
});

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
