import { arrayDesign, type CheckedArray, writeDesign } from '../../generator/index.ts';
import { createArray } from '../../golden/fast/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { placeResults } from '../../network/mapping/tiles.ts';
import type { AttainedSum, LayerGuarantee } from '../../quantize/guarantee/layer.ts';
import type { Plan } from '../../quantize/plan.ts';
import { arrayParameters, openArray } from '../../sim/index.ts';
import { sizeOf } from '../golden.ts';
import { type SumJob, sumJob } from './job.ts';

/** What an array that was simulated is, and did. */
export interface SimulatedSums {
  readonly array: {
    readonly name: string;
    readonly rows: number;
    readonly cols: number;
    /** P_I and P_O. */
    readonly tile: number;
    readonly sum: number;
  };
  readonly layers: readonly string[];
  /** Result words that were compared. */
  readonly words: number;
  /** Words that differ from those of the sums as integers. */
  readonly mismatches: number;
}

/** Gives a function a directory of its own for a while. */
export type InDirectory = <T>(use: (directory: string) => Promise<T>) => Promise<T>;

/** Whose sums are run. */
export interface SumLayers {
  readonly plan: Plan;
  readonly layers: readonly LayerGuarantee[];
  readonly inDirectory: InDirectory;
}

/** What came of it. */
export interface SumRun {
  readonly measured: SimulatedSums;
  readonly jobs: readonly SumJob[];
  /** Words by the RTL and by the golden model of the same array, for each job. */
  readonly got: readonly Uint16Array[];
  readonly golden: readonly Uint16Array[];
}

/** Sums of layers on the simulated RTL of a config, and on its golden model. Throws Failure. */
export async function runSums(
  config: CheckedArray,
  { plan, layers, inDirectory }: SumLayers,
  sumsOf: (layer: LayerGuarantee) => readonly AttainedSum[],
): Promise<SumRun> {
  const design = arrayDesign(config);
  const { shape } = design;
  const used = layers.filter((layer) => sumsOf(layer).length > 0);
  const outputs = new Map(plan.layers.map(({ name, output }) => [name, lpFormat(output)]));
  const jobs = used.map((layer) => {
    const output = outputs.get(layer.name);
    if (output === undefined) throw new RangeError(`no layer ${layer.name} in the plan`);
    return sumJob(layer, sumsOf(layer), output, design);
  });
  const tiles = jobs.flatMap((job) => job.tiles.map(({ tile }) => tile));
  const { results, isSound } = await inDirectory(async (directory) => {
    await writeDesign(design, directory);
    const simulator = await openArray(design, directory);
    return simulator.run(tiles);
  });
  const model = createArray(arrayParameters(design));
  const modelled = tiles.map((tile) => model.run(tile)).filter((words) => words !== null);
  const [got, golden] = [results, modelled].map((words) => placed(jobs, words, sizeOf(shape))) as [
    Uint16Array[],
    Uint16Array[],
  ];
  const [lane] = shape.lanes;
  const differing = jobs.map(({ expected }, job) => countDifferent(got[job], expected));
  return {
    jobs,
    got,
    golden,
    measured: {
      array: {
        name: config.name,
        rows: shape.rows,
        cols: shape.cols,
        tile: lane?.tileWidth ?? 0,
        sum: lane?.width ?? 0,
      },
      layers: used.map(({ name }) => name),
      words: jobs.reduce((count, { expected }) => count + expected.length, 0),
      mismatches: differing.reduce((sum, count) => sum + count, isSound ? 0 : 1),
    },
  };
}

/** Result words of tiles, each where its job wants it. */
function placed(
  jobs: readonly SumJob[],
  words: readonly Uint16Array[],
  size: ReturnType<typeof sizeOf>,
): Uint16Array[] {
  let at = 0;
  return jobs.map(({ tiles, products }) => {
    const results = new Uint16Array(products.resultWords);
    for (const place of tiles) {
      if (place.tile.results === null) continue;
      placeResults(place, words[at] as Uint16Array, size, results);
      at++;
    }
    return products.finish(results);
  });
}

/** Words that are not the right ones. */
export function countDifferent(got: Uint16Array | undefined, right: Uint16Array): number {
  let count = 0;
  for (const [index, word] of right.entries()) if (got?.[index] !== word) count++;
  return count;
}
