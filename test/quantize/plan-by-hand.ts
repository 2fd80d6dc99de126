import type { LayerPlan, Plan } from '../../quantize/plan.ts';
import { arrayOf, layerOf, networkOf } from './plan-support.ts';

/** A plan by hand: powers of two, so that words, start values and widths can be checked on paper. */
export const FORMAT = { n: 8, es: 0, rs: 7, sf: 0 };
export const network = networkOf(
  layerOf(
    [
      [1, -2],
      [0.5, 4],
    ],
    { name: 'conv1', output: 'h', operator: 'Conv', scales: [1, -2], offsets: [0, 3], relu: true },
  ),
  layerOf([[1, 1]], {
    name: 'qk',
    operator: 'MatMul',
    input: 'h',
    output: 'g',
    weights: { kind: 'tensor', name: 'k' },
  }),
  layerOf([[1, 1]], { name: 'fc', input: 'h' }),
);

export const conv1: LayerPlan = {
  name: 'conv1',
  operator: 'Conv',
  mode: 8,
  weight: FORMAT,
  activation: FORMAT,
  output: FORMAT,
  rounding: 'linear',
  scales: [0, 256],
  starts: [0, 1536],
  widths: { tile: 20, sum: 20 },
};
export const plan: Plan = {
  version: 1,
  model: { file: 'net.onnx', hash: 'abc123' },
  array: { rows: 4, accumulatorFraction: 10, encoderFraction: 8 },
  layers: [
    conv1,
    { ...conv1, name: 'qk', operator: 'MatMul', rounding: 'log', scales: [0], starts: [0] },
    {
      ...conv1,
      name: 'fc',
      operator: 'Gemm',
      scales: [0],
      starts: [0],
      widths: { tile: 19, sum: 19 },
    },
  ],
};
export const array = arrayOf();
