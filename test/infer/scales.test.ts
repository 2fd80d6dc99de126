import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../sim/random.ts';
import { runNetwork } from '../support/network-run.ts';
import { floats, node, onnxModel } from '../support/onnx-models.ts';

/** Products of two activations cannot fold the sign of a scale into constant weights. */

const COUNT = 6;
const ROWS = 4;
const WIDTH = 8;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logposit-scales-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** x w times its own transpose, scaled; then perhaps a ReLU or an offset. */
async function runScaled(scale: number, behind: 'nothing' | 'relu' | 'offset' | 'layer') {
  const random = createRandom(8, 'scales');
  const real = () => random.below(2001) / 1000 - 1;
  const values = (length: number) => Array.from({ length }, real);
  const last = {
    nothing: [node('Identity', 's', 'y')],
    relu: [node('Relu', 's', 'y')],
    offset: [node('Add', 's o', 'y')],
    layer: [node('MatMul', 's v', 'y')],
  }[behind];
  const bytes = onnxModel({
    nodes: [
      ...[node('MatMul', 'x w', 'm'), node('Transpose', 'm', 't', { perm: [0, 2, 1] })],
      ...[node('MatMul', 'm t', 'p'), node('Mul', 'p c', 's'), ...last],
    ],
    initializers: [
      ...[floats('w', [WIDTH, WIDTH], values(WIDTH * WIDTH)), floats('c', [], [scale])],
      ...[floats('o', [1], [0.75]), floats('v', [ROWS, 3], values(ROWS * 3))],
    ],
    inputs: [{ name: 'x', dims: ['N', ROWS, WIDTH] }],
    outputs: [{ name: 'y' }],
  });
  const path = join(folder, `${behind}${scale}.onnx`);
  await writeFile(path, bytes);
  const inputs = {
    count: COUNT,
    dims: [ROWS, WIDTH],
    values: Float32Array.from({ length: COUNT * ROWS * WIDTH }, real),
  };
  return runNetwork({ name: 'scaled', path, inputs, labels: null }, { on: 'golden' });
}

test.each([
  ...[-0.5, -1, -3e-3, 40].map((scale) => [scale, 'nothing'] as const),
  ...(['relu', 'offset', 'layer'] as const).map((behind) => [-0.5, behind] as const),
])('a product of activations times %d, then %s', async (scale, behind) => {
  const report = await runScaled(scale, behind);
  expect(report.layers.length).toBe(behind === 'layer' ? 3 : 2);
  // A lost sign would cost all of it: -6 dB.
  expect(report.sqnr).toBeGreaterThan(20);
});

test('a product of activations times zero is zero, and its offset is all that is left', async () => {
  expect((await runScaled(0, 'nothing')).sqnr).toBeNull();
  expect((await runScaled(0, 'offset')).sqnr).toBeGreaterThan(25);
});
