import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Inputs } from '../../network/inputs.ts';
import { sharedData } from './shared-data.ts';

/** A trained network and inputs for it. */
export interface KnownNetwork {
  readonly name: string;
  readonly path: string;
  readonly inputs: Inputs;
  readonly labels: ArrayLike<number> | null;
}

/** Networks beside the repository; `count` inputs at most. Throws where they are not there. */
export function knownNetwork(name: KnownNetworkName, count = Infinity): KnownNetwork {
  const { dims, values, labels } = KNOWN[name]();
  const each = dims.reduce((a, b) => a * b, 1);
  const taken = Math.min(count, values.length / each);
  return {
    name,
    path: join(sharedData, `${name}.onnx`),
    inputs: { count: taken, dims, values: values.subarray(0, taken * each) },
    labels: labels?.subarray(0, taken) ?? null,
  };
}

export type KnownNetworkName = keyof typeof KNOWN;

interface Loaded {
  /** Of one input. */
  readonly dims: readonly number[];
  readonly values: Float32Array;
  readonly labels: Uint8Array | null;
}

const RANDOM_INPUTS = 20;

const KNOWN = {
  wakeword: (): Loaded => ({
    dims: [40, 30, 1],
    values: floats(read('wakeword_inputs_45x40x30x1_f32le.bin')),
    labels: read('wakeword_labels_45_u8.bin'),
  }),
  /** Pixels as the network was trained on. */
  vit_mnist: (): Loaded => {
    const images = gunzipSync(read('mnist-t10k-dev-0-4999-images-idx3-ubyte.gz')).subarray(16);
    return {
      dims: [1, 28, 28],
      values: Float32Array.from(images, (pixel) => (pixel / 255 - 0.1307) / 0.3081),
      labels: gunzipSync(read('mnist-t10k-dev-0-4999-labels-idx1-ubyte.gz')).subarray(8),
    };
  },
  /** Random int8 MFCC values, scaled as the network takes them. */
  kws_dscnn: () => randomInputs([1, 49, 10], (byte) => (byte - 128 - 83) * 0.5847029),
  /** Random pixels. */
  resnet8: () => randomInputs([3, 32, 32], (byte) => byte),
} as const;

function read(file: string): Buffer {
  return readFileSync(join(sharedData, file));
}

function floats(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

function randomInputs(dims: readonly number[], valueOf: (byte: number) => number): Loaded {
  let state = 1;
  const byte = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  };
  const length = RANDOM_INPUTS * dims.reduce((a, b) => a * b, 1);
  return { dims, values: Float32Array.from({ length }, () => valueOf(byte())), labels: null };
}
