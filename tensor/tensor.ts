/** A tensor from a file, as matrix of output channels. */
export interface Tensor {
  /** As the user wrote it: `file.npy`, `file.safetensors#name`, `model.onnx#initializer`. */
  readonly reference: string;
  readonly shape: readonly number[];
  /** Axis of `shape` that became the rows; absent where a vector is one row. */
  readonly axis?: number;
  /** Whether the values are floating-point numbers or integers (which are taken for LP words). */
  readonly kind: 'real' | 'integer';
  /** Rows: output channels (or activation vectors). */
  readonly channels: number;
  /** K: values per row. */
  readonly depth: number;
  /** channels x depth, row by row; float32 values exactly. */
  readonly values: Float64Array;
  /** Content hash of shape, rows, kind and values (sha256, hexadecimal). */
  readonly hash: string;
}

export interface TensorOptions {
  /** Axis of the output channels; default: what the consuming ONNX node says, else 0. */
  readonly axis?: number;
  /** Directory that a relative path starts from; default: the working directory. */
  readonly base?: string;
}

/** The K values of one channel, not copied. */
export function row(tensor: Tensor, channel: number): Float64Array {
  const { depth, values } = tensor;
  return values.subarray(channel * depth, (channel + 1) * depth);
}
