import { describe, expect, test } from 'vitest';
import { lanesOfWord } from '../../../golden/exact/index.ts';
import { type ArrayJob, FULL_SPEED, type SentTile } from '../../../sim/array/job.ts';
import { equalChannels } from '../../../sim/array/stimulus/channels.ts';
import { portsOf, randomFormats } from '../../../sim/array/stimulus/formats.ts';
import { createRandom } from '../../../sim/random.ts';
import { jobAnswers, simulatorOf, sourceOf } from '../fixtures/answers.ts';
import { emittedArray, emittedRtl } from '../fixtures/emitted-array.ts';

const TILES = 20;
const MODE = 4;

type Design = ReturnType<typeof emittedArray>;

/** Tiles of zeros, each a sum of its own or `tilesPerSum` of them one. */
function job(design: Design, vectors: number, tilesPerSum: number): ArrayJob {
  const { rows, cols } = design.shape;
  const formats = randomFormats(design.shape, MODE, createRandom(1, 'formats'));
  const tiles = Array.from({ length: TILES }, (_, index): SentTile => {
    const begins = index % tilesPerSum === 0;
    const ends = index % tilesPerSum === tilesPerSum - 1;
    return {
      ports: portsOf(formats, createRandom(1, 'ports')),
      tile: {
        weight: formats.weight,
        activation: formats.activation,
        weights: new Uint16Array(rows * cols),
        activations: new Uint16Array(vectors * rows),
        vectors,
        channels: begins ? equalChannels(design, 0n, 0n) : null,
        results: ends ? { output: formats.output, relu: false } : null,
      },
    };
  });
  return { what: 'utilisation', tiles, gaps: FULL_SPEED, seed: 1, givenUpAfter: 0 };
}

describe.each([
  [8, 8],
  [3, 5],
])('%d x %d PEs, weights of 4 bits in two lanes', (rows, cols) => {
  test('work in at least nine of ten cycles, and never wait for weights', async () => {
    const design = emittedArray({ array: { rows, cols, modes: [8, MODE], maxEs: 1 } });
    const directory = await emittedRtl(design);
    const source = await sourceOf(design, directory, 'array');
    const array = await simulatorOf([source], directory, 'array');
    const lengths = [4 * rows, rows, Math.ceil(rows / 2)];
    const jobs = [1, 4].flatMap((tilesPerSum) =>
      lengths.map((vectors) => job(design, vectors, tilesPerSum)),
    );
    const answered = await jobAnswers(design, array, jobs);
    const cycles = answered.map(({ summary }) => {
      expect(summary).toMatchObject({ faults: 0, 'results too many': 0 });
      return summary['cycle of the last vector'] - summary['cycle of the first vector'] + 1;
    });
    const [long = 0, equal = 0, short = 0, longSums = 0, equalSums = 0, shortSums = 0] = cycles;

    const products = TILES * 4 * rows * rows * cols * lanesOfWord(MODE);
    for (const taken of [long, longSums]) {
      const utilisation = products / (rows * cols * design.shape.lanes.length * taken);
      expect(utilisation).toBeGreaterThanOrEqual(0.9);
    }
    // As many cycles as vectors: no bubble where a tile has as many vectors as rows, or more.
    expect([longSums, equalSums]).toEqual([TILES * 4 * rows, TILES * rows]);
    expect(long).toBe(TILES * 4 * rows);
    expect(equal).toBeGreaterThanOrEqual(TILES * rows);
    // With fewer vectors than rows it takes until the next weights are there.
    const last = Math.ceil(rows / 2);
    expect(shortSums).toBe((TILES - 1) * rows + last);
    expect(short).toBeGreaterThanOrEqual(shortSums);
  });
});
