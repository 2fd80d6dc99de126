import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFloatRun, type FloatRun } from '../../network/float.ts';
import { createHost, type Host } from '../../network/host.ts';
import { readInputs, readLabels } from '../../network/inputs.ts';
import type { MacLayer } from '../../network/layer.ts';
import { layersOf, type Network, type Value } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { runSteps } from '../support/naive-layers.ts';
import { dataAbsent, sharedData } from '../support/shared-data.ts';
import { randomValue, relativeError } from '../support/values.ts';

interface Expected {
  readonly file: string;
  /** Name, operator, channels x depth, folded: S scales, R ReLU; "-" nothing but offsets. */
  readonly layers: readonly string[];
  readonly segments: number;
  readonly input: readonly number[];
}

const KWS_BLOCKS = [1, 2, 3, 4].flatMap((block) => [
  `dw${block}/conv Conv 64x9 SR`,
  `pw${block}/conv Conv 64x64 SR`,
]);

const NETWORKS: readonly Expected[] = [
  {
    file: 'kws_dscnn.onnx',
    layers: ['conv0/conv Conv 64x40 SR', ...KWS_BLOCKS, 'fc Gemm 12x64 -'],
    segments: 1,
    input: [2, 1, 49, 10],
  },
  {
    file: 'resnet8.onnx',
    layers: [
      ...['conv0 Conv 16x27 SR', 'conv1 Conv 16x144 SR', 'conv2 Conv 16x144 S'],
      ...['conv3 Conv 32x144 SR', 'conv4 Conv 32x288 S', 'conv5 Conv 32x16 -'],
      ...['conv6 Conv 64x288 SR', 'conv7 Conv 64x576 S', 'conv8 Conv 64x32 -', 'fc Gemm 10x64 -'],
    ],
    segments: 3,
    input: [1, 3, 32, 32],
  },
  {
    file: 'wakeword.onnx',
    layers: [
      ...['dw1 Conv 40x3 -', 'pw1 Conv 128x40 SR', 'dw2 Conv 128x5 -', 'pw2 Conv 128x128 SR'],
      ...['dw3 Conv 128x10 -', 'pw3 Conv 128x128 SR', 'dw4 Conv 128x15 -', 'pw4 Conv 32x128 SR'],
      'fc Gemm 3x32 -',
    ],
    segments: 1,
    input: [2, 40, 30, 1],
  },
  {
    file: 'vit_mnist.onnx',
    layers: [
      ...['patch_embed/MatMul MatMul 32x49 -', 'encoder.0.attn.qkv/MatMul MatMul 96x32 -'],
      ...['encoder.0.attn/MatMul_qk MatMul tensor S', 'encoder.0.attn/MatMul_pv MatMul tensor -'],
      ...['encoder.0.attn.proj/MatMul MatMul 32x32 -', 'encoder.0.ffn.fc1/MatMul MatMul 64x32 -'],
      ...['encoder.0.ffn.fc2/MatMul MatMul 32x64 -', 'classifier Gemm 10x32 -'],
    ],
    segments: 7,
    input: [2, 1, 28, 28],
  },
];

function layerText({ name, operator, weights, scales, relu }: MacLayer): string {
  const size = weights.kind === 'constant' ? `${weights.channels}x${weights.depth}` : 'tensor';
  const isScaled = scales.length > 1 || scales[0] !== 1;
  const folded = `${isScaled ? 'S' : ''}${relu ? 'R' : ''}`;
  return `${name} ${operator} ${size} ${folded === '' ? '-' : folded}`;
}

describe.each(NETWORKS)(`$file${dataAbsent}`, ({ file, layers, segments, input }) => {
  let network: Network;
  let host: Host;
  let float: FloatRun;

  beforeAll(async () => {
    if (dataAbsent !== '') return;
    network = await readNetwork(join(sharedData, file));
    host = await createHost(network);
    float = await createFloatRun(
      network,
      layersOf(network).map(({ output }) => output),
    );
  });
  afterAll(async () => {
    await host?.close();
    await float?.close();
  });

  test.skipIf(dataAbsent !== '')('has its layers, in order', () => {
    const found = layersOf(network).map(layerText);
    expect(found).toEqual(layers);
    expect(network.steps.length - found.length).toBe(segments);
  });

  test.skipIf(dataAbsent !== '')('carried out step by step equals the float network', async () => {
    const value = randomValue(input, file.length);
    const steps = await runSteps(network, host, value);
    const whole = await float.run(value);
    for (const [name, expected] of whole) {
      const got = steps.get(name) as Value;
      expect(got.dims, name).toEqual(expected.dims);
      expect(relativeError(got, expected), name).toBeLessThan(1e-4);
    }
    expect(whole.size).toBe(layers.length);
  });
});

test.skipIf(dataAbsent !== '')(
  `wakeword is right on 41 of its 45 inputs${dataAbsent}`,
  async () => {
    const network = await readNetwork(join(sharedData, 'wakeword.onnx'));
    const file = join(sharedData, 'wakeword_inputs_45x40x30x1_f32le.bin');
    const { count, dims, values } = await readInputs(file, network, [-1, 40, 30, 1]);
    const labels = await readLabels(join(sharedData, 'wakeword_labels_45_u8.bin'), count);
    const float = await createFloatRun(network, []);
    const results = await float.run({ dims: [count, ...dims], type: 'float32', data: values });
    const logits = results.get(network.output)?.data as Float32Array;
    const right = [...labels].filter((label, index) => {
      const scores = logits.subarray(3 * index, 3 * index + 3);
      return scores.indexOf(Math.max(...scores)) === label;
    });
    expect([count, right.length]).toEqual([45, 41]);
    await float.close();
  },
);
