import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { arrayDesign, arraySchema, writeDesign } from '../../generator/index.ts';
import { arrayCycles } from '../../golden/array-cycles.ts';
import type { Engine } from '../../infer/engine.ts';
import { createGoldenEngine, sizeOf, timingOf } from '../../infer/golden.ts';
import { inferOnArray } from '../../infer/run.ts';
import { calibrationSamples } from '../../infer/samples.ts';
import { readInputs } from '../../network/inputs.ts';
import { placeResults } from '../../network/mapping/tiles.ts';
import { readNetwork } from '../../network/read.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { packageRoot } from '../../system/package-root.ts';
import { runLayers } from '../support/accelerator-execute.ts';
import { layerRuns, type PlacedRun } from '../support/accelerator-runs.ts';

/** Registers and buffers may add so many cycles to a run. */
const AROUND = 16;
const INPUTS = 2;
const DEPTHS = { weightRows: 512, activations: 384, channelSets: 4 };
const DESIGN = arrayDesign(
  arraySchema.parse({
    name: 'host',
    kind: 'array',
    array: { rows: 4, cols: 4, modes: [8, 4], maxEs: 1, vectors: 16, tileWidth: 32 },
    accumulator: { fraction: 8, width: 32, depth: 1024, startMax: 2 ** 20 },
    accelerator: DEPTHS,
  }),
);

/** What a layer was asked, and what it must give. */
interface Asked {
  readonly runs: readonly PlacedRun[];
  readonly expected: Uint16Array;
}

/** Every layer of the example network, as the golden model was asked for it. */
async function askedLayers(bits: number): Promise<Asked[]> {
  const folder = join(packageRoot, 'examples/shapes');
  const network = await readNetwork(join(folder, 'shapes.onnx'));
  const all = await readInputs(join(folder, 'inputs.npy'), network);
  const values = all.values.subarray(0, (INPUTS * all.values.length) / all.count);
  const inputs = { ...all, count: INPUTS, values };
  const plan = calibrate(network, await calibrationSamples(network, inputs, INPUTS), DESIGN, {
    bits,
  });
  const golden = createGoldenEngine(DESIGN);
  const asked: Asked[] = [];
  const engine: Engine = {
    async run(products, arithmetic) {
      const executed = await golden.run(products, arithmetic);
      const runs = layerRuns(products, arithmetic, sizeOf(DESIGN.shape), DEPTHS);
      asked.push({ runs, expected: executed.results });
      return executed;
    },
  };
  const question = { network, inputs, labels: null, batch: INPUTS };
  await inferOnArray(question, { on: 'golden', design: DESIGN, plan, engine });
  return asked;
}

test.each([
  ['with stalls on every channel', 8, true],
  ['with stalls on every channel', 4, true],
  ['at full speed', 8, false],
])('all layers of a network, run from registers %s, %i-bit weights', async (_, bits, stalls) => {
  const asked = await askedLayers(bits);
  const runs = asked.flatMap((layer) => layer.runs);
  expect(asked).toHaveLength(7);
  const directory = await mkdtemp(join(tmpdir(), 'logposit-accelerator-'));
  try {
    await writeDesign(DESIGN, directory);
    const results = await runLayers(
      DESIGN,
      runs.map(({ run }) => run),
      { directory, seed: 3, stalls },
    );
    let at = 0;
    for (const layer of asked) {
      const got = new Uint16Array(layer.expected.length);
      for (const placed of layer.runs) {
        const { words, cycles } = results[at++] as (typeof results)[number];
        place(placed, words, got);
        const least = arrayCycles(
          DESIGN.shape,
          placed.tiles.map(({ tile }) => timingOf(tile)),
        ).end;
        expect(cycles).toBeGreaterThanOrEqual(least);
        if (!stalls) expect(cycles).toBeLessThanOrEqual(least + AROUND);
      }
      expect(Buffer.compare(bytes(got), bytes(layer.expected))).toBe(0);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});

/** Result beats come for each group and block in the order of the tiles that end sums. */
function place({ tiles }: PlacedRun, words: Uint16Array, results: Uint16Array): void {
  const size = sizeOf(DESIGN.shape);
  let at = 0;
  for (const placed of tiles) {
    if (placed.tile.results === null) continue;
    const count = placed.tile.vectors * size.cols * size.lanes;
    placeResults(placed, words.subarray(at, at + count), size, results);
    at += count;
  }
}

function bytes({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
