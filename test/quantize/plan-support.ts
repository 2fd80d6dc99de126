import {
  type ArrayInput,
  type ArrayResolved,
  arraySchema,
  resolveArray,
} from '../../generator/index.ts';
import type { MacLayer } from '../../network/layer.ts';
import type { Network } from '../../network/network.ts';
import type { CalibrationSamples, Sample } from '../../quantize/samples.ts';

/** An array of 4 x 4 PEs with some options of its own. */
export function arrayOf(options: Partial<ArrayInput> = {}): ArrayResolved {
  return resolveArray(
    arraySchema.parse({
      name: 'little',
      kind: 'array',
      array: { rows: 4, cols: 4, modes: [8, 4, 2], maxEs: 1 },
      accumulator: { fraction: 10, depth: 64, startMax: 65535 },
      ...options,
    }),
  );
}

const MATMUL = { kind: 'matmul', inputVectors: 'rows', outputVectors: 'rows' } as const;

/** A Gemm from x to y; its weights row by row, one row for each output channel. */
export function layerOf(
  rows: readonly (readonly number[])[],
  options: Partial<Omit<MacLayer, 'scales' | 'offsets'>> & {
    readonly scales?: readonly number[];
    readonly offsets?: readonly number[];
  } = {},
): MacLayer {
  const { scales = [1], offsets = [0], ...rest } = options;
  return {
    name: 'fc',
    operator: 'Gemm',
    input: 'x',
    output: 'y',
    weights: {
      kind: 'constant',
      channels: rows.length,
      depth: rows[0]?.length ?? 0,
      values: Float64Array.from(rows.flat()),
    },
    form: MATMUL,
    relu: false,
    ...rest,
    scales: Float64Array.from(scales),
    offsets: Float64Array.from(offsets),
  };
}

/** A network of nothing but layers. */
export function networkOf(...layers: readonly MacLayer[]): Network {
  return {
    path: 'net.onnx',
    hash: 'abc123',
    model: new Uint8Array(),
    input: { name: 'x', dims: [null, 4] },
    output: layers.at(-1)?.output ?? 'y',
    steps: layers.map((layer) => ({ kind: 'layer', layer })),
  };
}

export function sample(
  values: readonly number[],
  dims: readonly number[] = [1, values.length],
): Sample {
  return { dims, values: Float32Array.from(values) };
}

export function samplesOf(
  tensors: Readonly<Record<string, readonly number[]>>,
): CalibrationSamples {
  return new Map(Object.entries(tensors).map(([name, values]) => [name, sample(values)]));
}

/** Numbers around 0 with a standard deviation of 1, the same in every run. */
export function normal(count: number, seed = 1): number[] {
  let state = seed;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  });
}
