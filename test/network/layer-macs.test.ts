import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calibrationSamples } from '../../infer/samples.ts';
import { readInputs } from '../../network/inputs.ts';
import type { ConvForm, MacLayer } from '../../network/layer.ts';
import { layerMacs, layerParameters } from '../../network/layer-macs.ts';
import { readNetwork } from '../../network/read.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { packageRoot } from '../../system/package-root.ts';
import { arrayOf, layerOf } from '../quantize/plan-support.ts';

const FORM: ConvForm = {
  kind: 'conv',
  spatial: 2,
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  groups: 1,
  pads: { top: 1, left: 1, bottom: 1, right: 1 },
};

function conv(channels: number, depth: number, form: Partial<ConvForm>): MacLayer {
  const rows = Array.from({ length: channels }, () => new Array<number>(depth).fill(1));
  return layerOf(rows, { operator: 'Conv', form: { ...FORM, ...form } });
}

const attention = layerOf([], {
  operator: 'MatMul',
  weights: { kind: 'tensor', name: 'k' },
});

describe('MACs of a layer', () => {
  test.each([
    ['a convolution', conv(8, 2 * 9, {}), [1, 2, 5, 6], 5 * 6 * 8 * 18],
    ['with strides', conv(8, 18, { strides: [2, 2] }), [1, 2, 5, 6], 3 * 3 * 8 * 18],
    ['without padding', conv(8, 18, { pads: 'valid' }), [1, 2, 5, 6], 3 * 4 * 8 * 18],
    ['depthwise', conv(4, 9, { groups: 4 }), [1, 4, 5, 6], 5 * 6 * 4 * 9],
    ['of three inputs', conv(8, 18, {}), [3, 2, 5, 6], 3 * 5 * 6 * 8 * 18],
    [
      'in one dimension',
      conv(8, 6, { spatial: 1, kernel: [1, 3], pads: 'same-upper' }),
      [1, 2, 7],
      7 * 8 * 6,
    ],
    ['a product', layerOf([[1, 2, 3, 4]]), [1, 4], 4],
    [
      'a product of several vectors',
      layerOf([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      [1, 5, 3],
      5 * 3 * 2,
    ],
  ])('%s', (_, layer, dims, macs) => {
    expect(layerMacs(layer, new Map([['x', dims]]))).toBe(macs);
  });

  test('a product of activations: every head its own matrix, or one for all', () => {
    const heads = new Map([
      ['x', [1, 2, 5, 4]],
      ['k', [1, 2, 4, 7]],
    ]);
    expect(layerMacs(attention, heads)).toBe(2 * 5 * 4 * 7);
    const shared = new Map([
      ['x', [3, 5, 4]],
      ['k', [4, 7]],
    ]);
    expect(layerMacs(attention, shared)).toBe(3 * 5 * 4 * 7);
    expect(layerParameters(attention)).toBe(0);
  });

  test('dims that are missing are named', () => {
    expect(() => layerMacs(attention, new Map([['x', [1, 4]]]))).toThrow('no dims of tensor k');
  });
});

test('a plan has the MACs and weights of each layer, whatever it is calibrated with', async () => {
  const network = await readNetwork(join(packageRoot, 'examples/shapes/shapes.onnx'));
  const inputs = await readInputs(join(packageRoot, 'examples/shapes/inputs.npy'), network);
  const array = arrayOf({ accumulator: { fraction: 8, depth: 4096, startMax: 2 ** 20 } });
  for (const count of [3, 20]) {
    const { layers } = calibrate(network, await calibrationSamples(network, inputs, count), array);
    expect(layers.reduce((sum, { macs = 0 }) => sum + macs, 0)).toBe(176_736);
    expect(layers.every(({ macs = 0, parameters = 0 }) => macs >= parameters)).toBe(true);
    expect(layers.at(-1)?.macs).toBe(layers.at(-1)?.parameters);
  }
});
