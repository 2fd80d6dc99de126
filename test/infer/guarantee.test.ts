import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { arraySchema, resolveArray } from '../../generator/index.ts';
import { measuredArray } from '../../infer/guarantee/measured.ts';
import { rtlFaults, rtlGuarantee } from '../../infer/guarantee/rtl.ts';
import { runSums } from '../../infer/guarantee/run.ts';
import { calibrationSamples } from '../../infer/samples.ts';
import { readInputs } from '../../network/inputs.ts';
import type { Network } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { planGuarantee } from '../../quantize/guarantee/plan.ts';
import type { Plan } from '../../quantize/plan.ts';
import type { CalibrationSamples } from '../../quantize/samples.ts';
import { packageRoot } from '../../system/package-root.ts';

/** The example network on an array of 16 rows. */
const FOLDER = join(packageRoot, 'examples/shapes');
const ARRAY = resolveArray(
  arraySchema.parse({
    name: 'sixteen',
    kind: 'array',
    array: { rows: 16, cols: 8, maxEs: 1, tileWidth: 32, taper: false },
    accumulator: { fraction: 10, width: 32, depth: 1024, startMax: 2 ** 20 },
  }),
);

let network: Network;
let samples: CalibrationSamples;

beforeAll(async () => {
  network = await readNetwork(join(FOLDER, 'shapes.onnx'));
  const inputs = await readInputs(join(FOLDER, 'inputs.npy'), network);
  samples = await calibrationSamples(network, inputs, 32);
});

async function inScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-guarantee-'));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Layers of 8 and of 4 bits in turn. */
function mixedPlan(): Plan {
  const [eight, four] = [8, 4].map((bits) => calibrate(network, samples, ARRAY, { bits })) as [
    Plan,
    Plan,
  ];
  const layers = eight.layers.map((layer, at) =>
    at % 2 === 0 ? layer : (four.layers[at] ?? layer),
  );
  return { ...eight, layers };
}

test.each([8, 4])(
  '%i-bit weights: the sums of the plan fit in the golden model, and overflow in one bit less',
  (bits) => {
    const plan = calibrate(network, samples, ARRAY, { bits });
    const { layers, computed, tiles } = planGuarantee(plan, network, ARRAY);
    expect(layers.map(({ name }) => name)).toEqual(plan.layers.map(({ name }) => name));
    expect(computed).toEqual([]);
    for (const layer of layers) {
      expect(layer.faults).toEqual([]);
      expect(layer.verdicts.tile).toEqual({ attained: ['upper', 'lower'], overflows: true });
      expect(layer.verdicts.sum.overflows).toBe(true);
      expect(layer.aware).toEqual(layer.stated);
      expect(layer.aware.tile).toBeLessThan(layer.agnostic.tile);
      expect(layer.aware.sum).toBeLessThan(layer.agnostic.sum);
    }
    expect(tiles.aware).toBe(Math.max(...plan.layers.map(({ widths }) => widths.tile)));
    expect(tiles.saved).toBeGreaterThanOrEqual(2);
  },
);

test('in RTL: every largest sum in the bits of the plan, an overflow in one bit less', async () => {
  const plan = mixedPlan();
  const guarantee = planGuarantee(plan, network, ARRAY);
  const { tiles, layers } = guarantee;
  const rtl = await rtlGuarantee(plan, guarantee, ARRAY, inScratch);
  expect(rtlFaults(rtl)).toEqual([]);
  const { measured, narrower } = rtl;
  expect(measured.layers).toHaveLength(layers.length);
  expect(measured.words).toBeGreaterThanOrEqual(16 * layers.length);
  expect(measured.array).toMatchObject({ rows: 16, tile: tiles.aware });
  for (const stage of ['tile', 'sum'] as const) {
    const run = narrower[stage];
    expect(run?.array[stage]).toBe(measured.array[stage] - 1);
    expect(run).toMatchObject({ visible: run?.sums, unlikeGolden: 0 });
    expect(run?.sums).toBeGreaterThan(0);
  }

  // The same sums on an array that is measured one bit too narrow.
  const needed = layers.map((layer) => ({
    ...layer,
    aware: { ...layer.aware, tile: Math.min(layer.aware.tile, tiles.aware - 1) },
  }));
  const narrow = measuredArray(ARRAY, plan, { ...guarantee, layers: needed });
  const spoilt = await runSums(
    narrow,
    { plan, layers, inDirectory: inScratch },
    ({ sums }) => sums,
  );
  expect(spoilt.measured.mismatches).toBeGreaterThan(0);
  expect(rtlFaults({ ...rtl, measured: spoilt.measured })).toEqual([
    `RTL: ${spoilt.measured.mismatches} words are not those of the sums`,
  ]);
  const silent = { ...rtl, narrower: { ...narrower, tile: { ...spoilt.measured, ...NOTHING } } };
  expect(rtlFaults(silent)).toEqual([expect.stringMatching(/3 of 3 sums do not overflow/)]);
});

/** An array that overflows nowhere. */
const NOTHING = { stage: 'tile', sums: 3, visible: 0, unlikeGolden: 0 } as const;

test('a plan that was narrowed by hand is refused', () => {
  const plan = calibrate(network, samples, ARRAY, { bits: 4 });
  const [first, ...rest] = plan.layers;
  if (first === undefined) throw new TypeError('no layers');
  const widths = { ...first.widths, tile: first.widths.tile - 1 };
  const narrowed = { ...plan, layers: [{ ...first, widths }, ...rest] };
  expect(() => planGuarantee(narrowed, network, ARRAY)).toThrow(/widths must be at least tile/);
});
