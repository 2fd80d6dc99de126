import type { ArrayDesign } from '../generator/index.ts';
import type { ArrayModel } from '../golden/exact/index.ts';
import { createArray } from '../golden/fast/index.ts';
import { layerTiles, type PlacedTile, placeResults } from '../network/mapping/tiles.ts';
import { arrayParameters, openArray } from '../sim/index.ts';
import { createPause } from '../system/pause.ts';
import type { Engine } from './engine.ts';
import { countsOf, sizeOf, timingOf } from './golden.ts';

/**
 * Layers on the simulated RTL of a directory, every result word beside the golden model's. Results go
 * on as the RTL gives them; no layer may take longer than `timeoutSeconds`. Throws Failure (input, tool-missing, tool-failed).
 */
export async function createRtlEngine(
  design: ArrayDesign,
  directory: string,
  timeoutSeconds?: number,
): Promise<Engine> {
  const { shape } = design;
  const limits = timeoutSeconds && { totalSeconds: timeoutSeconds, idleSeconds: timeoutSeconds };
  const simulator = await openArray(design, directory, limits || undefined);
  const model = createArray(arrayParameters(design));
  const size = sizeOf(shape);
  return {
    async run(products, arithmetic) {
      const placed = [...layerTiles(products, arithmetic, size)];
      const ending = placed.filter(({ tile }) => tile.results !== null);
      const [simulated, golden] = await Promise.all([
        simulator.run(placed.map(({ tile }) => tile)),
        goldenResults(model, placed),
      ]);
      const results = new Uint16Array(products.resultWords);
      const expected = new Uint16Array(products.resultWords);
      let mismatches = simulated.isSound ? 0 : 1;
      for (const [index, place] of ending.entries()) {
        const got = simulated.results[index] as Uint16Array;
        const right = golden[index] as Uint16Array;
        placeResults(place, got, size, results);
        placeResults(place, right, size, expected);
        mismatches += countDifferent(got, right);
      }
      const counts = countsOf(
        shape,
        placed.map(({ tile }) => timingOf(tile)),
      );
      const { cycles, beats } = simulated;
      if (cycles !== counts.cycles) mismatches++;
      return {
        results,
        ...counts,
        simulated: { cycles: cycles ?? 0, beats, expected, mismatches },
      };
    },
  };
}

async function goldenResults(
  model: ArrayModel,
  placed: readonly PlacedTile[],
): Promise<Uint16Array[]> {
  const pause = createPause();
  const results: Uint16Array[] = [];
  for (const { tile } of placed) {
    const words = model.run(tile);
    if (words !== null) results.push(words);
    await pause();
  }
  return results;
}

function countDifferent(got: Uint16Array, right: Uint16Array): number {
  let count = 0;
  for (let index = 0; index < right.length; index++) if (got[index] !== right[index]) count++;
  return count;
}
