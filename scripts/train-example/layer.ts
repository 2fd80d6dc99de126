import type { GraphWriter } from './onnx-writer.ts';

/** Activations of a batch, channel by channel: [channels, batch, height, width]. */
export interface Maps {
  readonly channels: number;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** Numbers that training changes. */
export interface Parameter {
  readonly values: Float64Array;
  /** Of the loss, by the values; each backward pass writes it anew. */
  readonly gradient: Float64Array;
}

export interface Layer {
  readonly parameters: readonly Parameter[];
  /** 'train' uses the statistics of the batch and keeps what `backward` needs. */
  forward(x: Maps, mode: 'train' | 'infer'): Maps;
  /** From the loss's gradient by the output, that by the input of the last forward pass. */
  backward(gradient: Maps): Maps;
  /** Adds the layer's nodes behind a tensor of a graph and returns the tensor that they give. */
  write(graph: GraphWriter, input: string): string;
}

export function parameter(values: Float64Array): Parameter {
  return { values, gradient: new Float64Array(values.length) };
}

/** Zeros of the shape of `like`, other than said. */
export function emptyMaps(like: Maps, changes: Partial<Omit<Maps, 'values'>> = {}): Maps {
  const { channels, batch, height, width } = { ...like, ...changes };
  const values = new Float64Array(channels * batch * height * width);
  return { channels, batch, height, width, values };
}

/** What a forward pass kept. Throws where there was none: a mistake of the caller. */
export function kept<T>(state: T | undefined): T {
  if (state === undefined) throw new Error('backward comes after forward in mode "train"');
  return state;
}
