import { describe, expect, test } from 'vitest';
import { wordValue } from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import type { ConstantWeights, ConvForm, MacLayer, MatMulForm } from '../../network/layer.ts';
import { sumInputs } from '../../search/sum-inputs.ts';
import { createRandom } from '../../sim/random.ts';

/** Statistics of what sums read, beside those from the definitions of convolutions and matrix products. */

/** Source index of each input of each sum of a group, null for padding: [sum][k]. */
type Reads = (number | null)[][];

type WeightLayer = MacLayer & { readonly weights: ConstantWeights };

function layerOf(form: MacLayer['form'], channels: number, depth: number): WeightLayer {
  return {
    name: 'layer',
    operator: form.kind === 'conv' ? 'Conv' : 'MatMul',
    input: 'x',
    output: 'y',
    form,
    relu: false,
    scales: Float64Array.of(1),
    offsets: Float64Array.of(0),
    weights: { kind: 'constant', channels, depth, values: new Float64Array(channels * depth) },
  };
}

interface ConvCase {
  readonly dims: readonly number[];
  readonly groups: number;
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pads: { top: number; left: number; bottom: number; right: number };
}

function convReads({ dims, groups, kernel, strides, dilations, pads }: ConvCase): Reads[] {
  const [batch = 0, inputs = 0] = dims;
  const [height, width] = dims.length === 3 ? [1, dims[2] as number] : (dims.slice(2) as number[]);
  const size = (own: number, before: number, after: number, axis: 0 | 1) =>
    Math.floor((own + before + after - dilations[axis] * (kernel[axis] - 1) - 1) / strides[axis]) +
    1;
  const rows = size(height as number, pads.top, pads.bottom, 0);
  const columns = size(width as number, pads.left, pads.right, 1);
  return Array.from({ length: groups }, (_, group) => {
    const sums: Reads = [];
    for (let n = 0; n < batch; n++)
      for (let oy = 0; oy < rows; oy++)
        for (let ox = 0; ox < columns; ox++) {
          const taps: (number | null)[] = [];
          for (let c = 0; c < inputs / groups; c++)
            for (let ky = 0; ky < kernel[0]; ky++)
              for (let kx = 0; kx < kernel[1]; kx++) {
                const y = oy * strides[0] + ky * dilations[0] - pads.top;
                const x = ox * strides[1] + kx * dilations[1] - pads.left;
                const isInside =
                  y >= 0 && y < (height as number) && x >= 0 && x < (width as number);
                const channel = (group * inputs) / groups + c;
                const place = (n * inputs + channel) * (height as number) + y;
                taps.push(isInside ? place * (width as number) + x : null);
              }
          sums.push(taps);
        }
    return sums;
  });
}

function matmulReads(form: MatMulForm, dims: readonly number[]): Reads {
  const [first = 0, second = 0] = dims.slice(-2);
  const batches = dims.slice(0, -2).reduce((a, b) => a * b, 1);
  const [vectors, depth] = form.inputVectors === 'rows' ? [first, second] : [second, first];
  const sums: Reads = [];
  for (let batch = 0; batch < batches; batch++)
    for (let v = 0; v < vectors; v++)
      sums.push(
        Array.from({ length: depth }, (_, k) => {
          const inside = form.inputVectors === 'rows' ? v * depth + k : k * vectors + v;
          return batch * vectors * depth + inside;
        }),
      );
  return sums;
}

const FORMAT = lpFormat({ n: 5, es: 1, rs: 3, sf: 0.75 });
const SIZE = 2 ** FORMAT.n;

function check(layer: WeightLayer, dims: readonly number[], groups: readonly Reads[]) {
  const random = createRandom(7, dims.join());
  const length = dims.reduce((a, b) => a * b, 1);
  const words = Uint16Array.from({ length }, () => {
    const word = random.below(SIZE);
    return word === FORMAT.narWord ? 0 : word;
  });
  const reals = Float32Array.from({ length }, () => random.below(2001) / 500 - 1.5);
  const found = sumInputs(layer, { dims, words }, FORMAT, { dims, values: reals }, true);
  expect(found.map(({ first, channels }) => [first, channels])).toEqual(
    groups.map((_, group) => {
      const channels = layer.weights.channels / groups.length;
      return [group * channels, channels];
    }),
  );
  const plain = { ...FORMAT, sf: 0 };
  const realOf = (at: number | null) =>
    at === null ? 0 : (wordValue(plain, words[at] as number) ?? Number.NaN);
  for (const [group, reads] of groups.entries()) {
    const { moments, shares, floatMeans } = found[group] as (typeof found)[number];
    const depth = reads[0]?.length ?? 0;
    expect(moments.depth).toBe(depth);
    const mean = (of: (sum: (number | null)[]) => number) =>
      reads.reduce((total, sum) => total + of(sum), 0) / reads.length;
    // Moments are in values of words without their scale factor: float values come to it, too.
    const floatOf = (at: number | null) =>
      at === null ? 0 : (reals[at] as number) * 2 ** FORMAT.sf;
    for (let k = 0; k < depth; k++) {
      const word = (sum: (number | null)[]) => realOf(sum[k] as number | null);
      expect(floatMeans[k]).toBeCloseTo(mean((sum) => floatOf(sum[k] ?? null)) / 2 ** FORMAT.sf, 9);
      for (let w = 0; w < SIZE; w++) {
        const share = mean((sum) => {
          const at = sum[k] ?? null;
          return (at === null ? 0 : words[at]) === w ? 1 : 0;
        });
        expect(shares[k * SIZE + w]).toBeCloseTo(share, 9);
      }
      for (let j = 0; j < depth; j++) {
        const other = (sum: (number | null)[]) => realOf(sum[j] as number | null);
        const float = (sum: (number | null)[]) => floatOf(sum[j] ?? null);
        const covariance = mean((sum) => word(sum) * other(sum)) - mean(word) * mean(other);
        expect(moments.covariance[k * depth + j]).toBeCloseTo(covariance, 6);
        // Row: the array's input; column: the float network's.
        const cross = mean((sum) => word(sum) * float(sum)) - mean(word) * mean(float);
        expect(moments.cross?.[k * depth + j]).toBeCloseTo(cross, 6);
      }
    }
  }
}

const NONE = { top: 0, left: 0, bottom: 0, right: 0 };
const ONES = [1, 1] as const;

describe('of convolutions', () => {
  const cases: [string, ConvCase, number][] = [
    [
      'all four pads, strides, dilations and two groups',
      {
        dims: [2, 4, 5, 6],
        groups: 2,
        kernel: [3, 2],
        strides: [2, 3],
        dilations: [1, 2],
        pads: { top: 1, left: 2, bottom: 0, right: 1 },
      },
      6,
    ],
    [
      'depthwise',
      {
        dims: [3, 3, 4, 4],
        groups: 3,
        kernel: [2, 2],
        strides: ONES,
        dilations: ONES,
        pads: { top: 1, left: 1, bottom: 1, right: 1 },
      },
      6,
    ],
    [
      '1-D',
      {
        dims: [4, 2, 9],
        groups: 1,
        kernel: [1, 3],
        strides: [1, 2],
        dilations: [1, 2],
        pads: { ...NONE, left: 2, right: 1 },
      },
      3,
    ],
    [
      'pointwise with strides',
      {
        dims: [2, 3, 5, 5],
        groups: 1,
        kernel: ONES,
        strides: [2, 2],
        dilations: ONES,
        pads: NONE,
      },
      2,
    ],
  ];
  test.each(cases)('%s', (_, conv, channels) => {
    const { dims, groups, kernel, ...rest } = conv;
    const depth = ((dims[1] as number) / groups) * kernel[0] * kernel[1];
    const form: ConvForm = {
      kind: 'conv',
      spatial: dims.length === 3 ? 1 : 2,
      kernel,
      groups,
      ...rest,
    };
    check(layerOf(form, channels, depth), dims, convReads(conv));
  });
});

describe('of matrix products', () => {
  const cases: [MatMulForm['inputVectors'], number[], number][] = [
    ['rows', [9, 5], 5],
    ['rows', [2, 3, 4, 5], 5],
    ['columns', [5, 9], 5],
    ['columns', [3, 5, 4], 5],
  ];
  test.each(cases)('vectors as %s of %s', (inputVectors, dims, depth) => {
    const form: MatMulForm = { kind: 'matmul', inputVectors, outputVectors: 'rows' };
    check(layerOf(form, 3, depth), dims, [matmulReads(form, dims)]);
  });
});

test('of many sums: moments of some of them, shares and means of all', () => {
  const dims = [5000, 2];
  const words = Uint16Array.from({ length: 10_000 }, (_, at) => ((at >> 1) % 2 === 0 ? 8 : 24));
  const values = Float32Array.from(words, (word) => (word === 8 ? 1 : -1));
  const form: MatMulForm = { kind: 'matmul', inputVectors: 'rows', outputVectors: 'rows' };
  const format = lpFormat({ n: 5, es: 0, rs: 4, sf: 0 });
  const [found] = sumInputs(layerOf(form, 1, 2), { dims, words }, format, { dims, values }, true);
  expect(found?.shares[8]).toBeCloseTo(0.5, 9);
  expect(found?.shares[SIZE + 24]).toBeCloseTo(0.5, 9);
  expect([...(found?.floatMeans ?? [])]).toEqual([0, 0]);
  for (const moment of found?.moments.covariance ?? []) expect(moment).toBeCloseTo(1, 1);
});
