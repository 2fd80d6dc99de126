import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { arrayDesign, arraySchema } from '../../generator/index.ts';
import type { InferReport } from '../../infer/report.ts';
import { readInputs, readLabels } from '../../network/inputs.ts';
import { readNetwork } from '../../network/read.ts';
import { packageRoot } from '../../system/package-root.ts';
import type { KnownNetwork } from '../support/known-networks.ts';
import { runNetwork } from '../support/network-run.ts';

/** The network that the package brings along. */
const FOLDER = join(packageRoot, 'examples/shapes');
const PATH = join(FOLDER, 'shapes.onnx');

/** Small, so that it compiles soon. */
const SMALL = arrayDesign(
  arraySchema.parse({
    name: 'little',
    kind: 'array',
    array: { rows: 4, cols: 3, modes: [8, 4], maxEs: 1, vectors: 16, tileWidth: 30 },
    accumulator: { fraction: 8, width: 32, depth: 1024, startMax: 2 ** 20 },
  }),
);
const SOME = 12;

async function shapes(count: number): Promise<KnownNetwork> {
  const network = await readNetwork(PATH);
  const all = await readInputs(join(FOLDER, 'inputs.npy'), network);
  const labels = await readLabels(join(FOLDER, 'labels.npy'), all.count);
  const values = all.values.subarray(0, (count * all.values.length) / all.count);
  return { name: 'shapes', path: PATH, inputs: { ...all, count, values }, labels };
}

describe('on the golden model', () => {
  let report: InferReport;
  beforeAll(async () => {
    report = await runNetwork(await shapes(200), { on: 'golden' });
  });

  test('8-bit LP loses at most two answers of 200', () => {
    expect(report.n).toBe(200);
    expect(report.floatAccuracy).toBe(198 / 200);
    expect(report.accuracy).toBeGreaterThanOrEqual(196 / 200);
    expect(report.agreement).toBeGreaterThanOrEqual(196 / 200);
  });

  test('every layer tells what it cost and lost', () => {
    expect(report.layers.map(({ name }) => name)).toEqual([
      ...['stem', 'depthwise', 'pointwise', 'residual.depthwise', 'residual.pointwise'],
      ...['full', 'classifier'],
    ]);
    expect(report.macs).toBe(200 * 176_736);
    expect(report.macs).toBe(report.layers.reduce((sum, { macs }) => sum + macs, 0));
    expect(report.cycles).toBe(report.layers.reduce((sum, { cycles }) => sum + cycles, 0));
    for (const { sqnr, zeros, saturated, utilisation, simulated } of report.layers) {
      expect(sqnr).toBeGreaterThan(25);
      expect(zeros).toBeLessThan(0.7);
      expect(saturated).toBeLessThan(0.001);
      expect(utilisation).toBeGreaterThan(0.3);
      expect(simulated).toBeNull();
    }
  });
});

describe('on the simulated RTL', () => {
  test.each([8, 4])(
    '%i-bit weights: every word, cycle and beat is the golden one',
    async (bits) => {
      const known = await shapes(SOME);
      const golden = await runNetwork(known, { on: 'golden', design: SMALL, bits });
      const rtl = await runNetwork(known, { on: 'rtl', design: SMALL, bits });
      expect(rtl.mismatches).toBe(0);
      expect(rtl.firstMismatch).toBeNull();
      for (const [index, layer] of rtl.layers.entries()) {
        expect(layer.mode).toBe(bits);
        expect(layer.simulated).toEqual({ cycles: layer.cycles, beats: layer.beats });
        expect({ ...layer, simulated: null }).toEqual(golden.layers[index]);
      }
      expect(rtl.agreement).toBe(golden.agreement);
      expect(rtl.sqnr).toBe(golden.sqnr);
    },
  );

  test.each([
    [
      'an antilog table that is off by one in one place',
      'little_antilog.sv',
      /'d16: significand_o = 9'd304/,
      "'d16: significand_o = 9'd305",
    ],
    ['an encoder that drops signs', 'little_encoder.sv', /negative +=.*;/, "negative = 1'b0;"],
    ['sums that do not go down', 'little_grid.sv', /sum_above =.*;/, "sum_above = '0;"],
  ])('%s is reported', async (_, file, find, replace) => {
    const report = await runNetwork(await shapes(SOME), {
      on: 'rtl',
      design: SMALL,
      spoil: (directory) => edit(join(directory, file), find, replace),
    });
    expect(report.mismatches).toBeGreaterThan(0);
    expect(report.firstMismatch).toMatchObject({ layer: 'stem' });
    expect(report.firstMismatch?.got).not.toBe(report.firstMismatch?.expected);
  });

  test('right words in other cycles are reported', async () => {
    const report = await runNetwork(await shapes(SOME), {
      on: 'rtl',
      design: SMALL,
      spoil: (directory) =>
        edit(join(directory, 'little_control.sv'), /(free_sets_q +<= \d+'d\d+);/, '$1 - 1;'),
    });
    expect(report.mismatches).toBeGreaterThan(0);
    expect(report.firstMismatch).toBeNull();
    expect(report.layers.some(({ cycles, simulated }) => simulated?.cycles !== cycles)).toBe(true);
  });
});

async function edit(path: string, find: RegExp, replace: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const edited = text.replace(find, replace);
  if (edited === text) throw new Error(`${path}: nothing to change`);
  await writeFile(path, edited);
}
