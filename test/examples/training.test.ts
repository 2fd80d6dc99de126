import { expect, test } from 'vitest';
import type { Layer, Maps } from '../../scripts/train-example/layer.ts';
import { exponential, lossGradient } from '../../scripts/train-example/loss.ts';
import { shapesModel } from '../../scripts/train-example/model.ts';
import { shapesNetwork } from '../../scripts/train-example/network.ts';
import { drawPictures, SIZE } from '../../scripts/train-example/shapes.ts';
import { toMaps, train } from '../../scripts/train-example/train.ts';
import { runOnnx } from '../support/run-onnx.ts';

const SEED = 3;
const BATCH = 6;
const PICTURES = drawPictures('training', 0, BATCH, SEED);
const FEW_STEPS = { seed: SEED, steps: 4, batch: 8, rate: 0.01 };

/** Mean cross-entropy, written apart from the training code. */
function loss({ channels, batch, values }: Maps, labels: Uint8Array): number {
  let sum = 0;
  for (let n = 0; n < batch; n++) {
    const scores = Array.from({ length: channels }, (_, c) => values[c * batch + n] as number);
    const right = scores[labels[n] as number] as number;
    sum += Math.log(scores.reduce((total, score) => total + Math.exp(score), 0)) - right;
  }
  return sum / batch;
}

function lossOf(network: Layer): number {
  return loss(network.forward(toMaps(PICTURES), 'train'), PICTURES.labels);
}

test('gradients are the slopes of the loss', () => {
  const network = shapesNetwork(SEED);
  const logits = network.forward(toMaps(PICTURES), 'train');
  network.backward(lossGradient(logits, PICTURES.labels));
  const slopes = network.parameters.map(({ gradient }) => gradient.slice());
  const step = 1e-6;
  network.parameters.forEach(({ values }, index) => {
    for (const at of [0, values.length >> 1, values.length - 1]) {
      const value = values[at] as number;
      values[at] = value + step;
      const above = lossOf(network);
      values[at] = value - step;
      const below = lossOf(network);
      values[at] = value;
      expect(slopes[index]?.[at], `value ${at} of parameter ${index}`).toBeCloseTo(
        (above - below) / (2 * step),
        6,
      );
    }
  });
});

test('training twice gives the same bytes; another seed gives others', () => {
  const model = shapesModel(train(FEW_STEPS), SEED);
  expect(shapesModel(train(FEW_STEPS), SEED)).toEqual(model);
  expect(shapesModel(train({ ...FEW_STEPS, seed: 4 }), SEED)).not.toEqual(model);
});

test('training lowers the loss', () => {
  const before = lossOf(shapesNetwork(SEED));
  expect(lossOf(train({ ...FEW_STEPS, steps: 40, batch: 16, rate: 0.02 }))).toBeLessThan(
    before - 0.2,
  );
});

test('onnxruntime computes from the model what the network computes', async () => {
  const network = train(FEW_STEPS);
  const { values } = network.forward(toMaps(PICTURES), 'infer');
  const dims = [BATCH, 1, SIZE, SIZE];
  const input = { dims, values: PICTURES.pixels };
  const { logits } = await runOnnx(shapesModel(network, SEED), { input });
  expect(logits?.dims).toEqual([BATCH, 4]);
  logits?.values.forEach((score, index) => {
    const own = values[(index % 4) * BATCH + Math.floor(index / 4)] as number;
    expect(Math.abs(score - own)).toBeLessThan(1e-4 * Math.max(1, Math.abs(own)));
  });
});

test('exponential agrees with Math.exp', () => {
  for (const x of [0, -1e-9, -0.5, -1, -3.7, -20, -99]) {
    expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-10);
  }
  expect(exponential(-1e9)).toBeLessThan(1e-300);
});
