import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFiles } from '../../scripts/train-example/files.ts';
import { ModelProto } from '../../scripts/train-example/onnx-schema.ts';
import { SHAPES, SIZE } from '../../scripts/train-example/shapes.ts';
import { packageRoot } from '../../system/package-root.ts';
import { readTensor } from '../../tensor/index.ts';
import { runOnnx } from '../support/run-onnx.ts';

const FOLDER = join(packageRoot, 'examples/shapes');
const README = readFileSync(join(FOLDER, 'README.md'), 'utf8');
const MODEL = new Uint8Array(readFileSync(join(FOLDER, 'shapes.onnx')));

test.each(dataFiles())('$name is what is drawn now', ({ name, content }) => {
  const committed = readFileSync(join(FOLDER, name));
  expect(committed.equals(Buffer.from(content)), 'run `npm run train:example`').toBe(true);
});

test('onnxruntime names as many pictures rightly as the README says', async () => {
  const pictures = await readTensor(join(FOLDER, 'inputs.npy'));
  const labels = await readTensor(join(FOLDER, 'labels.npy'));
  const dims = [pictures.channels, 1, SIZE, SIZE];
  expect(pictures.shape).toEqual(dims);
  const input = { dims, values: Float32Array.from(pictures.values) };
  const { logits } = await runOnnx(MODEL, { input });
  const right = labels.values.filter((label, n) => {
    const scores = [...(logits?.values.subarray(n * SHAPES.length, (n + 1) * SHAPES.length) ?? [])];
    return scores.indexOf(Math.max(...scores)) === label;
  }).length;
  expect(README).toContain(`it names ${right} of the ${labels.values.length} pictures`);
});

/** Pixels that each convolution gives, in order of execution. */
const AREAS = [64, 64, 64, 64, 64, 16];

test('the README counts parameters and multiply-accumulates as they are in the model', () => {
  const { graph } = ModelProto.toObject(ModelProto.decode(MODEL), { longs: Number });
  const sizes = new Map<string, number>(
    graph.initializer.map(({ name, dims }: { name: string; dims: number[] }) => [
      name,
      dims.reduce((product, size) => product * size, 1),
    ]),
  );
  const weights = [...sizes].filter(([name]) => name.endsWith('.weight')).map(([, size]) => size);
  const products = weights.map((size, index) => size * (AREAS[index] ?? 1));
  for (const count of products) expect(README).toMatch(new RegExp(`\\| ${count} +\\|`));
  const total = products.reduce((sum, count) => sum + count, 0);
  const trained = [...sizes].filter(([name]) => !/\.(mean|variance)$/.test(name));
  const parameters = trained.reduce((sum, [, size]) => sum + size, 0);
  expect(README).toContain(`${parameters} parameters, ${total} multiply-accumulates`);
});

test('the example stays small', () => {
  const bytes = readdirSync(FOLDER).map((file) => statSync(join(FOLDER, file)).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  expect(MODEL.length).toBeLessThan(60_000);
});
