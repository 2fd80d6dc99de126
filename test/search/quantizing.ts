import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArrayInput, arrayDesign, arraySchema } from '../../generator/index.ts';
import { createGoldenEngine } from '../../infer/golden.ts';
import type { RunningArray } from '../../infer/layer-step.ts';
import { createNetworkRun } from '../../infer/network-run.ts';
import { closing } from '../../network/closing.ts';
import { createHost } from '../../network/host.ts';
import type { Inputs } from '../../network/inputs.ts';
import type { Network } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import type { Plan } from '../../quantize/plan.ts';
import type { Candidate } from '../../search/candidate.ts';
import { createGround, type Ground } from '../../search/ground.ts';
import { WORD_DEFAULTS, type WordOptions } from '../../search/options.ts';
import { createQuantizedRun, type QuantizedRun } from '../../search/quantized-run.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import { normal } from '../quantize/plan-support.ts';
import { floats, integers, node, onnxModel } from '../support/onnx-models.ts';

/** Small networks of every kind, quantised and run on an array of 8 x 8 PEs. */

export interface SmallNetwork {
  readonly model: Uint8Array;
  /** Without the batch. */
  readonly inputDims: readonly number[];
}

const weights = (name: string, dims: readonly number[], seed: number, scale = 0.5) =>
  floats(
    name,
    dims,
    normal(
      dims.reduce((a, b) => a * b, 1),
      seed,
    ).map((x) => x * scale),
  );

/** Convolutions with bias and ReLU, one of them depthwise, and a Gemm; `batch` inputs at a time. */
export function smallConvolutions(batch: number | string = 'N'): SmallNetwork {
  const conv = { kernel_shape: [3, 3] };
  const model = onnxModel({
    nodes: [
      node('Conv', 'x w0 b0', 'c0', { ...conv, pads: [1, 1, 1, 1] }),
      node('Relu', 'c0', 'r0'),
      node('Conv', 'r0 w1 b1', 'c1', { ...conv, group: 4, strides: [2, 2] }),
      node('Relu', 'c1', 'r1'),
      node('Flatten', 'r1', 'f'),
      node('Gemm', 'f w2 b2', 'y', { transB: 1 }),
    ],
    initializers: [
      weights('w0', [4, 2, 3, 3], 1),
      weights('b0', [4], 2),
      weights('w1', [4, 1, 3, 3], 3),
      weights('b1', [4], 4),
      weights('w2', [3, 16], 5),
      weights('b2', [3], 6),
    ],
    inputs: [{ name: 'x', dims: [batch, 2, 6, 6] }],
    outputs: [{ name: 'y', dims: [batch, 3] }],
  });
  return { model, inputDims: [2, 6, 6] };
}

/** Inputs are columns of matrices: constants on the left. */
export function smallColumns(): SmallNetwork {
  const turned = { perm: [1, 0] };
  const model = onnxModel({
    nodes: [
      node('Transpose', 'x', 't', turned),
      node('MatMul', 'w0 t', 'm'),
      node('Relu', 'm', 'r'),
      node('Gemm', 'w1 r b1', 'g'),
      node('Transpose', 'g', 'y', turned),
    ],
    initializers: [weights('w0', [4, 5], 7), weights('w1', [3, 4], 8), weights('b1', [3, 1], 9)],
    inputs: [{ name: 'x', dims: ['N', 5] }],
    outputs: [{ name: 'y', dims: ['N', 3] }],
  });
  return { model, inputDims: [5] };
}

/** A layer whose weights another step computes, between two with constant ones. */
export function smallAttention(): SmallNetwork {
  const model = onnxModel({
    nodes: [
      node('MatMul', 'x wq', 'q'),
      node('MatMul', 'x wk', 'k'),
      node('Transpose', 'k', 'kt', { perm: [0, 2, 1] }),
      node('MatMul', 'q kt', 's'),
      node('Softmax', 's', 'p', { axis: -1 }),
      node('MatMul', 'p q', 'a'),
      node('MatMul', 'a wo', 'o'),
      node('Reshape', 'o shape', 'y'),
    ],
    initializers: [
      weights('wq', [6, 4], 10),
      weights('wk', [6, 4], 11),
      weights('wo', [4, 3], 12),
      integers('shape', [0, -1]),
    ],
    inputs: [{ name: 'x', dims: ['N', 5, 6] }],
    outputs: [{ name: 'y', dims: ['N', 15] }],
  });
  return { model, inputDims: [5, 6] };
}

export async function networkOf({ model }: SmallNetwork): Promise<Network> {
  const directory = mkdtempSync(join(tmpdir(), 'logposit-search-'));
  try {
    const path = join(directory, 'net.onnx');
    writeFileSync(path, model);
    return await readNetwork(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export function inputsOf({ inputDims: dims }: SmallNetwork, count: number): Inputs {
  const each = dims.reduce((a, b) => a * b, 1);
  return { count, dims, values: Float32Array.from(normal(count * each, 21)) };
}

/** 8 x 8 PEs of all modes. */
export function arrayWith(options: Partial<ArrayInput> = {}): RunningArray {
  return arrayDesign(
    arraySchema.parse({
      name: 'own',
      kind: 'array',
      array: { rows: 8, cols: 8, modes: [8, 4, 2], maxEs: 1 },
      accumulator: { fraction: 8, depth: 256, startMax: 2 ** 20 },
      ...options,
    }),
  );
}

export interface Quantizing {
  readonly ground: Ground;
  readonly inputs: Inputs;
  readonly run: QuantizedRun;
}

/** Runs `work` with what a network's candidates are carried out by. */
export async function quantizing<T>(
  network: Network,
  inputs: Inputs,
  how: { readonly array: RunningArray; readonly options?: Partial<WordOptions> },
  work: (quantizing: Quantizing) => Promise<T>,
): Promise<T> {
  const ground = await createGround(network, inputs, how.array);
  const options = { ...WORD_DEFAULTS, ...how.options };
  return closing(await createHost(network), (host) =>
    work({ ground, inputs, run: createQuantizedRun(ground, host, options) }),
  );
}

/** Any choice of a layer's words that the array above takes. */
export function anyCandidate({ layers }: Ground, random: Random, widths: readonly number[]) {
  return layers.map(() => {
    const bits = widths[random.below(widths.length)] as number;
    const [es, rs] = [random.below(2), 1 + random.below(bits - 1)];
    return { bits, es, rs, gain: random.below(9) - 4 };
  });
}

export function candidates(ground: Ground, count: number, widths = [8, 4, 2]): Candidate[] {
  const random = createRandom(5, 'candidates');
  return Array.from({ length: count }, () => anyCandidate(ground, random, widths));
}

/** Values of all tensors that layers give, and the answer, on the array itself: one entry for each batch. */
export async function onArray(
  network: Network,
  plan: Plan,
  array: RunningArray,
  batches: Ground['batches'],
): Promise<Map<string, Float32Array>[]> {
  return closing(await createHost(network), async (host) => {
    const engine = createGoldenEngine(array);
    const machine = createNetworkRun(network, plan, array, { engine, host });
    const results: Map<string, Float32Array>[] = [];
    for (const batch of batches) {
      const values = new Map<string, Float32Array>();
      const answer = await machine.run(batch, ({ prepared, values: own }) =>
        values.set(prepared.layer.output, own),
      );
      values.set(network.output, answer.data as Float32Array);
      results.push(values);
    }
    return results;
  });
}
