import { describe, expect, test } from 'vitest';
import type { ConvForm, MatMulForm } from '../../network/layer.ts';
import { convProducts } from '../../network/mapping/conv.ts';
import { convGeometry } from '../../network/mapping/conv-geometry.ts';
import { vectorGroups } from '../../network/mapping/groups.ts';
import { matmulProducts } from '../../network/mapping/matmul.ts';
import type { LayerProducts } from '../../network/mapping/product.ts';

const ARRAY = { rows: 8, cols: 8, lanes: 4, lanesUsed: 1, vectors: 32 };

const PLAIN: ConvForm = {
  kind: 'conv',
  spatial: 2,
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  groups: 1,
  pads: { top: 0, left: 0, bottom: 0, right: 0 },
};

const CASES: readonly (readonly [string, ConvForm, readonly number[], number])[] = [
  ['plain', PLAIN, [2, 3, 6, 5], 4],
  [
    'stride and asymmetric padding',
    { ...PLAIN, strides: [2, 3], pads: { top: 1, left: 0, bottom: 2, right: 3 } },
    [2, 2, 7, 8],
    3,
  ],
  [
    'dilation',
    { ...PLAIN, dilations: [2, 3], pads: { top: 2, left: 3, bottom: 2, right: 3 } },
    [1, 2, 7, 9],
    3,
  ],
  ['two groups', { ...PLAIN, groups: 2, kernel: [2, 1] }, [2, 4, 4, 4], 6],
  [
    'depthwise',
    { ...PLAIN, groups: 5, pads: { top: 1, left: 1, bottom: 1, right: 1 } },
    [2, 5, 6, 7],
    5,
  ],
  ['depthwise, two outputs a channel', { ...PLAIN, groups: 3, strides: [2, 2] }, [2, 3, 9, 9], 6],
  [
    'depthwise, dilated and strided',
    {
      ...PLAIN,
      groups: 4,
      strides: [3, 2],
      dilations: [2, 2],
      pads: { top: 2, left: 1, bottom: 0, right: 3 },
    },
    [1, 4, 11, 12],
    4,
  ],
  ['one axis', { ...PLAIN, spatial: 1, kernel: [1, 4], groups: 6 }, [3, 6, 17], 6],
  ['same-upper', { ...PLAIN, strides: [2, 2], pads: 'same-upper' }, [1, 1, 6, 7], 2],
  ['same-lower', { ...PLAIN, strides: [2, 2], pads: 'same-lower', groups: 2 }, [1, 2, 6, 7], 2],
];

describe.each(CASES)('%s', (_, form, dims, channels) => {
  const perGroup = (dims[1] as number) / form.groups;
  const depth = perGroup * form.kernel[0] * form.kernel[1];
  const activations = counting(
    dims.reduce((a, b) => a * b, 1),
    7,
  );
  const weights = counting(channels * depth, 11);
  const geometry = convGeometry('conv', form, dims);
  const products = convProducts(
    form,
    geometry,
    { activations, weights, channels, nar: 255 },
    ARRAY,
  );

  test('products give every output once', () => {
    const [out, writes] = carriedOut(products);
    expect(products.finish(writes).every((count) => count === 1)).toBe(true);
    expect(writes.every((count) => count === 1)).toBe(true);
    expect([...products.finish(out)]).toEqual([
      ...naive(form, dims, activations, weights, channels),
    ]);
  });

  test('MACs are those of the definition', () => {
    const outputs = products.dims.reduce((a, b) => a * b, 1);
    expect(products.macs).toBe(outputs * depth);
  });
});

test('layers with few channels a group put several outputs on the columns', () => {
  const form = { ...PLAIN, groups: 5 };
  const words = {
    activations: counting(5 * 100, 7),
    weights: counting(45, 3),
    channels: 5,
    nar: 255,
  };
  const products = convProducts(form, convGeometry('dw', form, [1, 5, 10, 10]), words, ARRAY);
  expect(products.mapping).toBe('2 x 4 outputs a vector');
  expect(products.products[0]?.tapOffset).toHaveLength(24);
});

test('a NaR reaches only the outputs whose kernel covers it: no patches', () => {
  const form = { ...PLAIN, groups: 5 };
  const activations = counting(5 * 100, 7);
  activations[123] = 128;
  const words = { activations, weights: counting(45, 3), channels: 5, nar: 128 };
  const products = convProducts(form, convGeometry('dw', form, [1, 5, 10, 10]), words, ARRAY);
  expect(products.mapping).toBe('one output a vector');
});

const MATMULS: readonly (readonly [MatMulForm['inputVectors'], MatMulForm['outputVectors']])[] = [
  ['rows', 'rows'],
  ['rows', 'columns'],
  ['columns', 'rows'],
  ['columns', 'columns'],
];

describe.each(MATMULS)('vectors along %s, results along %s', (inputVectors, outputVectors) => {
  const form: MatMulForm = { kind: 'matmul', inputVectors, outputVectors };
  const [batches, vectors, depth, channels] = [3, 4, 5, 2];
  const at = (v: number, k: number) => (inputVectors === 'rows' ? v * depth + k : k * vectors + v);
  const words = counting(batches * vectors * depth, 7);
  const dims = [batches, ...(inputVectors === 'rows' ? [vectors, depth] : [depth, vectors])];

  test.each([1, batches])('%i matrices of weights', (matrices) => {
    const weights = counting(matrices * channels * depth, 13);
    const products = matmulProducts(
      'm',
      form,
      { dims, words },
      { words: weights, channels, depth, matrices },
    );
    const [out, writes] = carriedOut(products);
    expect(writes.every((count) => count === 1)).toBe(true);
    for (let b = 0; b < batches; b++) {
      for (let v = 0; v < vectors; v++) {
        for (let m = 0; m < channels; m++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) {
            const w = weights[((matrices === 1 ? 0 : b) * channels + m) * depth + k] as number;
            sum += w * (words[b * vectors * depth + at(v, k)] as number);
          }
          const place = outputVectors === 'rows' ? v * channels + m : m * vectors + v;
          expect(out[b * vectors * channels + place]).toBe(sum);
        }
      }
    }
  });
});

test('sizes that do not meet are refused with the layer and the shape', () => {
  const form: MatMulForm = { kind: 'matmul', inputVectors: 'rows', outputVectors: 'rows' };
  const weights = { words: new Uint16Array(6), channels: 2, depth: 3, matrices: 1 };
  expect(() =>
    matmulProducts('fc', form, { dims: [4, 5], words: new Uint16Array(20) }, weights),
  ).toThrow(
    'layer fc: an input of shape [4, 5] does not meet weights of 3 values for each of 2 channels',
  );
});

test('a kernel that finds no place is refused', () => {
  expect(() => convGeometry('c1', PLAIN, [1, 1, 2, 9])).toThrow(
    'layer c1: a kernel that reaches over 3 x 3 does not fit the 2 x 9 of its padded input',
  );
});

test.each([
  [1, 32, [1]],
  [32, 32, [32]],
  [33, 32, [17, 16]],
  [125, 32, [32, 32, 32, 29]],
  [100, 32, [25, 25, 25, 25]],
])('%i vectors in groups of at most %i', (vectors, most, groups) => {
  expect(vectorGroups(vectors, most)).toEqual(groups);
});

function counting(length: number, period: number): Uint16Array {
  return Uint16Array.from({ length }, (_, index) => 1 + ((index * 5) % period));
}

/** Results of the products as plain integers, and how often each place was written. */
function carriedOut({ source, products, resultWords }: LayerProducts): [Uint16Array, Uint16Array] {
  const out = new Uint16Array(resultWords);
  const writes = new Uint16Array(resultWords);
  for (const product of products) {
    const { vectorBase, tapOffset, resultBase, channelOffset, weights } = product;
    for (const [v, base] of vectorBase.entries()) {
      for (const [m, offset] of channelOffset.entries()) {
        let sum = 0;
        for (const [k, tap] of tapOffset.entries()) {
          const x = source[product.sourceOffset + base + tap];
          if (x === undefined) throw new RangeError('a tap outside the source');
          sum += x * (weights[m * tapOffset.length + k] as number);
        }
        const place = product.resultOffset + (resultBase[v] as number) + offset;
        out[place] = sum;
        writes[place] = (writes[place] as number) + 1;
      }
    }
  }
  return [out, writes];
}

/** A convolution after its definition. */
function naive(
  form: ConvForm,
  dims: readonly number[],
  x: Uint16Array,
  w: Uint16Array,
  channels: number,
): Uint16Array {
  const [batch = 0, inputs = 0] = dims;
  const { input, output, pads } = convGeometry('naive', form, dims);
  const perGroup = inputs / form.groups;
  const outPerGroup = channels / form.groups;
  const out = new Uint16Array(batch * channels * output[0] * output[1]);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let m = 0; m < channels; m++) {
      const group = Math.floor(m / outPerGroup);
      for (let oy = 0; oy < output[0]; oy++) {
        for (let ox = 0; ox < output[1]; ox++) {
          let sum = 0;
          for (let c = 0; c < perGroup; c++) {
            for (let i = 0; i < form.kernel[0]; i++) {
              for (let j = 0; j < form.kernel[1]; j++) {
                const y = oy * form.strides[0] + i * form.dilations[0] - pads.top;
                const z = ox * form.strides[1] + j * form.dilations[1] - pads.left;
                if (y < 0 || y >= input[0] || z < 0 || z >= input[1]) continue;
                const from = ((n * inputs + group * perGroup + c) * input[0] + y) * input[1] + z;
                const weight = ((m * perGroup + c) * form.kernel[0] + i) * form.kernel[1] + j;
                sum += (x[from] as number) * (w[weight] as number);
              }
            }
          }
          out[at++] = sum;
        }
      }
    }
  }
  return out;
}
