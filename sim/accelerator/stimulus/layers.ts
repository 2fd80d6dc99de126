import type { ArrayTile } from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { contractOf } from '../../array/known-weights.ts';
import { randomChannels } from '../../array/stimulus/channels.ts';
import { firstSums } from '../../array/stimulus/estimate.ts';
import { randomActivations, randomWeights } from '../../array/stimulus/tiles.ts';
import type { Random } from '../../random.ts';
import type { Bases, LayerRun, RunFormat } from '../layer-run.ts';
import type { AcceleratorSubject } from '../subject.ts';

const MOST_BLOCKS = 3;
const MOST_ROW_TILES = 4;
/** Groups of vectors of a layer, about. */
const MOST_GROUPS = 3;
/** Vectors times tiles of a layer, and times PEs: what a run costs to simulate. */
const PASSES = { least: 24, most: 600, perPe: 40_000 };

/** A random layer that takes no more than `room` in each buffer; null where no layer is so small. */
export function randomLayer(
  subject: AcceleratorSubject,
  room: Bases,
  random: Random,
): LayerRun | null {
  const { shape } = subject;
  const tileRoom = Math.floor(room.weights / shape.rows);
  if (Math.min(tileRoom, room.activations, room.channels) < 1) return null;
  const upTo = (most: number) => 1 + random.below(Math.max(1, most));
  const columnBlocks = upTo(Math.min(MOST_BLOCKS, room.channels, tileRoom));
  const rowTiles = upTo(
    Math.min(MOST_ROW_TILES, Math.floor(tileRoom / columnBlocks), room.activations),
  );
  const group = random.pick([1, upTo(shape.vectors), upTo(shape.vectors), shape.vectors]);
  const passes = Math.max(1, Math.floor(mostPasses(shape) / (rowTiles * columnBlocks)));
  const vectors = upTo(
    Math.min(MOST_GROUPS * group, Math.floor(room.activations / rowTiles), passes),
  );
  return filled(subject, { group, vectors, rowTiles, columnBlocks }, random);
}

/** Vectors times tiles that a run may take. */
export function mostPasses({ rows, cols }: AcceleratorSubject['shape']): number {
  const affordable = Math.floor(PASSES.perPe / (rows * cols));
  return Math.min(PASSES.most, Math.max(PASSES.least, affordable));
}

type Counts = Pick<LayerRun, 'vectors' | 'group' | 'rowTiles' | 'columnBlocks'>;

/** A layer of these loops with random formats and words. */
export function filled(subject: AcceleratorSubject, counts: Counts, random: Random): LayerRun {
  const { shape } = subject;
  const { rows, cols } = shape;
  const { vectors, rowTiles, columnBlocks } = counts;
  const mode = random.pick(shape.modes);
  const formats = shape.runTime
    ? {
        weight: randomFormat(shape.maxEs, random),
        activation: randomFormat(shape.maxEs, random),
        result: randomFormat(shape.maxEs, random),
      }
    : null;
  const weight = shape.lanes[0]?.weight.fixed ?? acting(mode, formats?.weight);
  const activation = shape.activation.fixed ?? acting(shape.activation.n, formats?.activation);
  const hold = contractOf(subject);
  const held = (tile: ArrayTile) => hold?.({ tile, ports: NO_PORTS }).tile ?? tile;
  const acts = Array.from({ length: rowTiles }, () =>
    randomActivations(subject, activation, vectors, random),
  );
  const blocks = Array.from({ length: columnBlocks }, () =>
    acts.map((activations): ArrayTile => {
      const weights = randomWeights(subject, weight, random);
      return held({
        ...{ weight, activation, weights, activations, vectors },
        ...{ channels: null, results: null },
      });
    }),
  );
  const weights = new Uint16Array(columnBlocks * rowTiles * rows * cols);
  for (const [index, tile] of blocks.flat().entries()) {
    for (let row = 0; row < rows; row++) {
      const containers = tile.weights.subarray(row * cols, (row + 1) * cols);
      weights.set(containers, (index * rows + rows - 1 - row) * cols);
    }
  }
  const activations = new Uint16Array(vectors * rowTiles * rows);
  for (const [k, tile] of (blocks[0] as ArrayTile[]).entries()) {
    for (let vector = 0; vector < vectors; vector++) {
      const words = tile.activations.subarray(vector * rows, (vector + 1) * rows);
      activations.set(words, (vector * rowTiles + k) * rows);
    }
  }
  return {
    ...counts,
    ...{ mode, formats, weights, activations },
    relu: random.once(3),
    channels: blocks.map((tiles) => randomChannels(subject, firstSums(subject, tiles), random)),
  };
}

/** A contract is about words, whatever stands on the ports of an array. */
const NO_PORTS = { mode: 0, weightRs: 0, actRs: 0, outRs: 0 };

const LARGEST_RS = 15;

function randomFormat(maxEs: number, random: Random): RunFormat {
  const rs = random.pick([0, 1, 2, 3, 4, 5, 6, 7, 8, LARGEST_RS, random.below(LARGEST_RS + 1)]);
  return { es: random.pick([0, maxEs, random.below(maxEs + 1)]), rs };
}

/** The format that a register's es and rs act as. */
function acting(n: number, format: RunFormat | undefined) {
  const { es, rs } = format ?? { es: 0, rs: n - 1 };
  return lpFormat({ n, es, rs: Math.max(1, Math.min(rs, n - 1)) });
}
