import { expect, test } from 'vitest';
import { arrayDesign, arraySchema } from '../../generator/index.ts';
import { lanesOfWord, multiplyAccumulate, requantise, start } from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
import type { MatMulForm } from '../../network/layer.ts';
import { matmulProducts } from '../../network/mapping/matmul.ts';

/** Rows, columns, lanes and vectors that the product does not divide by. */
const DESIGN = arrayDesign(
  arraySchema.parse({
    name: 'uneven',
    kind: 'array',
    array: { rows: 4, cols: 3, modes: [8, 4, 2], maxEs: 1, vectors: 4 },
    accumulator: { fraction: 6, depth: 64, startMax: 4096 },
  }),
);
const ROWS: MatMulForm = { kind: 'matmul', inputVectors: 'rows', outputVectors: 'rows' };
const [VECTORS, DEPTH, CHANNELS] = [9, 11, 29];
const ACTIVATION = lpFormat({ n: 8, es: 0, rs: 7 });
const OUTPUT = lpFormat({ n: 8, es: 1, rs: 5 });

test.each([8, 4, 2])('tiles of %i-bit weights give the exact sum of every channel', async (n) => {
  const weight = lpFormat({ n, es: 0, rs: n - 1 });
  const weights = wordsOf(weight, CHANNELS * DEPTH, 37);
  const activations = wordsOf(ACTIVATION, VECTORS * DEPTH, 53);
  const startOf = (channel: number) => 40 * channel - 500;
  const scaleOf = (channel: number) => 9 * channel - 130;
  const products = matmulProducts(
    'layer',
    ROWS,
    { dims: [VECTORS, DEPTH], words: activations },
    { words: weights, channels: CHANNELS, depth: DEPTH, matrices: 1 },
  );
  const relu = false;
  const arithmetic = { weight, activation: ACTIVATION, output: OUTPUT, relu, startOf, scaleOf };
  const { results } = await createGoldenEngine(DESIGN).run(products, arithmetic);
  const lane = DESIGN.shape.lanes[lanesOfWord(n) - 1];
  const mac = {
    ...DESIGN.arithmetic,
    weight,
    activation: ACTIVATION,
    accumulatorWidth: lane?.width ?? 0,
  };
  const expected = Array.from({ length: VECTORS * CHANNELS }, (_, at) => {
    const [vector, channel] = [Math.floor(at / CHANNELS), at % CHANNELS];
    let sum = start(BigInt(startOf(channel)));
    for (let k = 0; k < DEPTH; k++) {
      const word = weights[channel * DEPTH + k] as number;
      sum = multiplyAccumulate(mac, sum, word, activations[vector * DEPTH + k] as number);
    }
    const scale = BigInt(scaleOf(channel));
    return requantise({ ...mac, output: OUTPUT, relu, scale }, sum.acc, sum.nar);
  });
  expect(new Set(expected).size).toBeGreaterThan(30);
  expect([...results]).toEqual(expected);
});

/** Words of a format but for NaR, all of them in some order. */
function wordsOf({ n, narWord }: LpFormat, count: number, step: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, index) => {
    const word = (index * step + (index >> 3)) % 2 ** n;
    return word === narWord ? 0 : word;
  });
}
