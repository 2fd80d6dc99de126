import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ArrayDesign, arrayDesign, arraySchema, writeDesign } from '../../generator/index.ts';
import { arrayOfPlan, defaultArray, defaultArrayForPlan } from '../../infer/default-array.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
import { createRtlEngine } from '../../infer/rtl.ts';
import { type InferResult, inferOnArray } from '../../infer/run.ts';
import { calibrationSamples } from '../../infer/samples.ts';
import { type Inputs, readInputs } from '../../network/inputs.ts';
import type { Network } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { arrayForPlan } from '../../quantize/array-for-plan.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { checkPlan, type Plan } from '../../quantize/plan.ts';
import type { CalibrationSamples } from '../../quantize/samples.ts';
import { packageRoot } from '../../system/package-root.ts';

/** The example network on an array that was made to measure for its plan. */
const FOLDER = join(packageRoot, 'examples/shapes');
const SMALL = arrayDesign(
  arraySchema.parse({
    name: 'measured',
    kind: 'array',
    array: { rows: 4, cols: 3, maxEs: 1, vectors: 16, tileWidth: 30 },
    accumulator: { fraction: 7, width: 32, depth: 1024, startMax: 2 ** 20 },
    encoder: { fraction: 7 },
  }),
);

let network: Network;
let all: Inputs;
let samples: CalibrationSamples;

beforeAll(async () => {
  network = await readNetwork(join(FOLDER, 'shapes.onnx'));
  all = await readInputs(join(FOLDER, 'inputs.npy'), network);
  samples = await calibrationSamples(network, all, 64);
});

/** Layers of 8, 4 and 2 bits in turn, as far as they are given; the last one has 8. */
function mixedPlan(design: ArrayDesign, turn: readonly number[]): Plan {
  const plans = turn.map((bits) => calibrate(network, samples, design, { bits }));
  const [first] = plans;
  if (first === undefined) throw new TypeError('no widths');
  const layers = first.layers.map(
    (layer, index) => plans[index % turn.length]?.layers[index] ?? layer,
  );
  const mixed = { ...first, layers };
  checkPlan(mixed, network, design);
  return mixed;
}

async function run(
  design: ArrayDesign,
  plan: Plan,
  count: number,
  on: 'golden' | 'rtl' = 'golden',
): Promise<InferResult> {
  const values = all.values.subarray(0, (count * all.values.length) / all.count);
  const question = { network, inputs: { ...all, count, values }, labels: null, batch: 32 };
  checkPlan(plan, network, design);
  if (on === 'golden') {
    return inferOnArray(question, { on, design, plan, engine: createGoldenEngine(design) });
  }
  const directory = await mkdtemp(join(tmpdir(), 'logposit-measured-'));
  try {
    await writeDesign(design, directory);
    const engine = await createRtlEngine(design, directory);
    return await inferOnArray(question, { on, design, plan, engine });
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('on the golden model', () => {
  test.each([
    ['8 bits', [8]],
    ['4 bits', [4]],
    ['8 and 2 bits', [8, 2]],
  ])('%s: the answers of the default array, in fewer bits', async (_, turn) => {
    const usual = defaultArray();
    const plan = mixedPlan(usual, turn);
    const made = arrayDesign(arrayForPlan(usual, plan));
    expect(made.shape.modes).toEqual(turn);
    const [lane] = made.shape.lanes;
    expect(lane?.width).toBeLessThan(32);
    expect(lane?.tileWidth).toBe(Math.max(...plan.layers.map(({ widths }) => widths.tile)));
    const [wanted, got] = [await run(usual, plan, 48), await run(made, plan, 48)];
    expect(got.outputs).toEqual(wanted.outputs);
  });

  test('a channel that is zero by its log scale is so on a narrower port', async () => {
    const usual = defaultArray();
    const made8 = calibrate(network, samples, usual);
    const dead = -(2 ** (usual.shape.scaleWidth - 1));
    const layers = made8.layers.map((layer) =>
      layer.name === 'full'
        ? { ...layer, scales: layer.scales.map((c, channel) => (channel === 2 ? dead : c)) }
        : layer,
    );
    const plan = { ...made8, layers };
    const made = arrayDesign(arrayForPlan(usual, plan));
    expect(made.shape.scaleWidth).toBeLessThan(usual.shape.scaleWidth);
    const [wanted, got] = [await run(usual, plan, 20), await run(made, plan, 20)];
    expect(got.outputs).toEqual(wanted.outputs);
    expect(got.outputs).not.toEqual((await run(usual, made8, 20)).outputs);
  });

  test('patches whose sums do not fit a tile give way to single outputs', async () => {
    const narrow = arrayDesign(
      arraySchema.parse({
        name: 'narrow',
        kind: 'array',
        array: { rows: 8, cols: 8, modes: [8], maxEs: 0, tileWidth: 17 },
        accumulator: { fraction: 8, width: 32, depth: 512, startMax: 65535 },
      }),
    );
    const { array, accumulator, name, kind } = narrow.config;
    const wide = arrayDesign(
      arraySchema.parse({ name, kind, array: { ...array, tileWidth: 24 }, accumulator }),
    );
    const plan = calibrate(network, samples, narrow);
    const [wanted, got] = [await run(wide, plan, 40), await run(narrow, plan, 40)];
    const mappings = ({ report }: InferResult) =>
      report.layers.map((layer) => [layer.name, layer.mapping] as const);
    const changed = mappings(got).filter(
      ([, mapping], index) => mapping !== mappings(wanted)[index]?.[1],
    );
    expect(changed.length).toBeGreaterThan(0);
    for (const [, mapping] of changed) expect(mapping).toBe('one output a vector');
    expect(changed.map(([layer]) => layer)).toContain('depthwise');
    expect(got.outputs).toEqual(wanted.outputs);
    expect(got.report.cycles).toBeGreaterThan(wanted.report.cycles);
    expect(got.report.macs).toBe(wanted.report.macs);
  });
});

test('on the simulated RTL every word and cycle is the golden one', async () => {
  const plan = mixedPlan(SMALL, [8, 4]);
  const made = arrayDesign(arrayForPlan(SMALL, plan));
  const { report, outputs } = await run(made, plan, 6, 'rtl');
  expect(report.mismatches).toBe(0);
  expect(report.firstMismatch).toBeNull();
  expect(outputs).toEqual((await run(SMALL, plan, 6)).outputs);
});

describe('without a config', () => {
  test('a plan for the default array runs on it, another on one of its own', async () => {
    const usual = calibrate(network, samples, defaultArray());
    expect(arrayOfPlan(usual).config).toEqual(defaultArray().config);
    const other = mixedPlan(SMALL, [4]);
    const design = arrayOfPlan(other);
    expect(design.config).toMatchObject({
      name: 'lpa_plan',
      array: { rows: 4, cols: 8, modes: [4] },
    });
    expect((await run(design, other, 20)).outputs).toEqual((await run(SMALL, other, 20)).outputs);
  });

  test('an array for a plan of the default numbers has fewer bits than the default one', () => {
    const plan = calibrate(network, samples, defaultArray(), { bits: 4 });
    const { config } = defaultArrayForPlan(plan);
    expect(config).toMatchObject({ name: 'lpa_plan', array: { rows: 8, modes: [4] } });
    expect(config.accumulator.width).toBeLessThan(32);
  });
});
