import type { ArrayShape } from '../generator/index.ts';
import { arrayCycles, type TileTiming } from '../golden/array-cycles.ts';
import type { ArrayModel } from '../golden/exact/index.ts';
import { createArray } from '../golden/fast/index.ts';
import type { ArraySize } from '../network/mapping/product.ts';
import { layerTiles, placeResults } from '../network/mapping/tiles.ts';
import { type ArraySubject, arrayParameters } from '../sim/index.ts';
import { createPause } from '../system/pause.ts';
import type { Engine } from './engine.ts';
import type { StreamBeats } from './report.ts';

/** Layers on the golden model, cycles by the cycle model. */
export function createGoldenEngine(subject: ArraySubject): Engine {
  const { shape } = subject;
  const model: ArrayModel = createArray(arrayParameters(subject));
  const size = sizeOf(shape);
  const pause = createPause();
  return {
    async run(products, arithmetic) {
      const results = new Uint16Array(products.resultWords);
      const timings: TileTiming[] = [];
      for (const placed of layerTiles(products, arithmetic, size)) {
        timings.push(timingOf(placed.tile));
        const words = model.run(placed.tile);
        if (words !== null) placeResults(placed, words, size, results);
        await pause();
      }
      return { results, ...countsOf(shape, timings), simulated: null };
    },
  };
}

export function sizeOf({ rows, cols, lanes, vectors }: ArrayShape): ArraySize {
  return { rows, cols, lanes: lanes.length, vectors };
}

/** What the cycle model needs of a tile. */
export function timingOf(tile: {
  readonly vectors: number;
  readonly channels: unknown;
  readonly results: unknown;
}): TileTiming {
  return { vectors: tile.vectors, first: tile.channels !== null, last: tile.results !== null };
}

/** Cycles and beats of a stream of tiles where nothing is held up. */
export function countsOf(
  shape: ArrayShape,
  timings: readonly TileTiming[],
): { readonly cycles: number; readonly beats: StreamBeats } {
  const vectors = (tiles: readonly TileTiming[]) =>
    tiles.reduce((sum, tile) => sum + tile.vectors, 0);
  return {
    cycles: arrayCycles(shape, timings).end,
    beats: {
      channels: timings.filter(({ first }) => first).length,
      weights: timings.length * shape.rows,
      activations: vectors(timings),
      results: vectors(timings.filter(({ last }) => last)),
    },
  };
}
