import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIXES } from '../../compare/mixes.ts';
import type { MacLayer } from '../../network/layer.ts';
import { convProducts } from '../../network/mapping/conv.ts';
import { convGeometry } from '../../network/mapping/conv-geometry.ts';
import { matmulProducts } from '../../network/mapping/matmul.ts';
import type { LayerProducts } from '../../network/mapping/product.ts';
import { layersOf } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { dataAbsent, sharedData } from '../support/shared-data.ts';

const ARRAY = { rows: 8, cols: 8, lanes: 1, lanesUsed: 1, vectors: 64 };

test.skipIf(dataAbsent !== '')(
  `the mix of kws_dscnn: MACs of its first and last layer in 8 bits, others in 4${dataAbsent}`,
  async () => {
    const network = await readNetwork(join(sharedData, 'kws_dscnn.onnx'));
    const macs = macsOf(layersOf(network), [1, ...network.input.dims.slice(1)] as number[]);
    expect(macs).toHaveLength(10);
    const all = macs.reduce((sum, one) => sum + one, 0);
    const ends = (macs[0] ?? 0) + (macs.at(-1) ?? 0);
    expect([ends, all]).toEqual([320_768, 2_656_768]);
    expect(MIXES.find(({ name }) => name === 'kws_dscnn')?.shares).toEqual({
      4: 1 - ends / all,
      8: ends / all,
    });
  },
);

/** Of each layer for one input: convolutions one behind another, then their means through a product. */
function macsOf(layers: readonly MacLayer[], input: readonly number[]): number[] {
  let dims = input;
  return layers.map((layer) => {
    const products = productsOf(layer, dims);
    dims = products.dims;
    return products.macs;
  });
}

function productsOf({ name, form, weights }: MacLayer, dims: readonly number[]): LayerProducts {
  if (weights.kind !== 'constant') throw new TypeError(`${name} has no weights of its own`);
  const { channels, depth } = weights;
  const zeros = new Uint16Array(channels * depth);
  if (form.kind === 'matmul') {
    const source = { dims: [dims[0] ?? 0, depth], words: new Uint16Array(depth) };
    return matmulProducts(name, form, source, { words: zeros, channels, depth, matrices: 1 });
  }
  const activations = new Uint16Array(dims.reduce((product, size) => product * size, 1));
  const words = { activations, weights: zeros, channels, nar: 1 };
  return convProducts(form, convGeometry(name, form, dims), words, ARRAY);
}
