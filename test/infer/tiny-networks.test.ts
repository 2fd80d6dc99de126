import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrayDesign, arraySchema } from '../../generator/index.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
import { inferOnArray } from '../../infer/run.ts';
import { calibrationSamples } from '../../infer/samples.ts';
import { readNetwork } from '../../network/read.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { createRandom } from '../../sim/random.ts';
import type { KnownNetwork } from '../support/known-networks.ts';
import { runNetwork } from '../support/network-run.ts';
import { type TinyNetwork, tinyAttention, tinyConv, tinyNorms } from '../support/tiny-networks.ts';

const INPUTS = 9;

/** Widths, lanes and depths that the layers do not divide by. */
const ODD = arrayDesign(
  arraySchema.parse({
    name: 'odd',
    kind: 'array',
    array: { rows: 3, cols: 2, modes: [8, 4], maxEs: 1, vectors: 7, tileWidth: 32 },
    accumulator: { fraction: 10, width: 36, depth: 256, startMax: 2 ** 20 },
  }),
);

const NETWORKS: readonly (readonly [string, (seed: number) => TinyNetwork])[] = [
  ['groups, strides, dilations and four different pads', tinyConv],
  ['products of activations', tinyAttention],
  ['batch normalisation with scales below and at zero', tinyNorms],
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logposit-tiny-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(NETWORKS)('%s', (name, make) => {
  async function network(): Promise<KnownNetwork> {
    const { model, inputDims } = make(5);
    const path = join(folder, `${name.replaceAll(/\W/g, '_')}.onnx`);
    await writeFile(path, model);
    const random = createRandom(7, name);
    const length = INPUTS * inputDims.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length }, () => (random.below(2001) - 1000) / 500);
    return { name, path, inputs: { count: INPUTS, dims: inputDims, values }, labels: null };
  }

  test('8-bit LP stays close to the float network', async () => {
    const report = await runNetwork(await network(), { on: 'golden', design: ODD });
    expect(report.sqnr).toBeGreaterThan(22);
    for (const { sqnr } of report.layers) expect(sqnr).toBeGreaterThan(22);
  });

  test('the batch changes no word', async () => {
    const known = await network();
    const reports = await Promise.all(
      [1, 2, 4, 32].map((batch) => runNetwork(known, { on: 'golden', design: ODD, batch })),
    );
    const answers = reports.map(({ sqnr, agreement, layers }) => ({
      sqnr: sqnr?.toFixed(9),
      agreement,
      layers: layers.map((layer) => [layer.macs, layer.zeros, layer.sqnr?.toFixed(9)]),
    }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('the RTL gives the golden words in the golden cycles', async () => {
    const report = await runNetwork(await network(), { on: 'rtl', design: ODD });
    expect(report.mismatches).toBe(0);
    for (const { simulated, cycles, beats } of report.layers) {
      expect(simulated).toEqual({ cycles, beats });
    }
  });
});

test('sums of two activations are checked once their depth is known, whatever the plan says', async () => {
  const { model, inputDims } = tinyAttention(5);
  const path = join(folder, 'depth.onnx');
  await writeFile(path, model);
  const network = await readNetwork(path);
  const values = Float32Array.from({ length: inputDims.reduce((a, b) => a * b, 1) }, (_, i) =>
    Math.sin(i),
  );
  const inputs = { count: 1, dims: inputDims, values };
  const plan = calibrate(network, await calibrationSamples(network, inputs, 1), ODD);
  const design = arrayDesign({
    ...arraySchema.parse({ ...ODD.config, accumulator: { ...ODD.config.accumulator, width: 24 } }),
    array: { ...ODD.config.array, modes: [8, 4], tileWidth: 20, taper: false },
  });
  const engine = createGoldenEngine(design);
  const question = { network, inputs, labels: null, batch: 1 };
  await expect(inferOnArray(question, { on: 'golden', design, plan, engine })).rejects.toThrow(
    /layer .*: sums of a tile need \d+ bits, the array has 20/,
  );
});
