import { expect, test } from 'vitest';
import { bell } from '../../scripts/train-example/distributions.ts';
import { createRandom } from '../../sim/random.ts';
import { type FloatTensor, runOnnx } from '../support/run-onnx.ts';
import {
  TINY_SCALES,
  type TinyNetwork,
  tinyAttention,
  tinyConv,
  tinyNorms,
} from '../support/tiny-networks.ts';

const BATCH = 3;

function inputOf({ inputDims }: TinyNetwork, seed: number): FloatTensor {
  const random = createRandom(seed, 'tiny inputs');
  const length = BATCH * inputDims.reduce((product, size) => product * size, 1);
  return { dims: [BATCH, ...inputDims], values: Float32Array.from({ length }, () => bell(random)) };
}

test.each([
  ['convolution', tinyConv],
  ['attention', tinyAttention],
  ['normalisation', tinyNorms],
] as const)('%s: onnxruntime takes and gives what is declared', async (_, make) => {
  const network = make(1);
  const x = inputOf(network, 1);
  const { y } = await runOnnx(network.model, { x });
  expect(y?.dims).toEqual([BATCH, ...network.outputDims]);
  expect(y?.values.every(Number.isFinite)).toBe(true);
  expect(new Set(y?.values).size).toBeGreaterThan(BATCH * 10);
  const { y: other } = await runOnnx(make(2).model, { x });
  expect(other?.values).not.toEqual(y?.values);
});

test('channels with a scale of zero are constant, the others are not', async () => {
  const network = tinyNorms(1);
  const { y } = await runOnnx(network.model, { x: inputOf(network, 1) });
  const [, length = 0] = network.outputDims;
  TINY_SCALES.forEach((scale, channel) => {
    const values = Array.from({ length: BATCH }, (_, n) => [
      ...(y?.values.subarray((n * TINY_SCALES.length + channel) * length).subarray(0, length) ??
        []),
    ]).flat();
    expect(new Set(values).size === 1, `channel ${channel}`).toBe(scale === 0);
  });
});
