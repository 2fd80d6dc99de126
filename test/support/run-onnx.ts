import * as ort from 'onnxruntime-web';

ort.env.wasm.numThreads = 1;

/** A float32 tensor, C order. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** What onnxruntime makes of float32 inputs, by tensor name. */
export async function runOnnx(
  model: Uint8Array,
  inputs: Readonly<Record<string, FloatTensor>>,
): Promise<Readonly<Record<string, FloatTensor>>> {
  const session = await ort.InferenceSession.create(model);
  try {
    const feeds = Object.entries(inputs).map(
      ([name, { values, dims }]) => [name, new ort.Tensor('float32', values, dims)] as const,
    );
    const results = await session.run(Object.fromEntries(feeds));
    const outputs = Object.entries(results).map(
      ([name, { data, dims }]) => [name, { dims, values: data as Float32Array }] as const,
    );
    return Object.fromEntries(outputs);
  } finally {
    await session.release();
  }
}
