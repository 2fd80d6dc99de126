import type { MacLayer } from './layer.ts';

/** An ONNX model as the array and its host carry it out. */
export interface Network {
  /** As the user named it. */
  readonly path: string;
  /** sha256 of the file, hexadecimal. */
  readonly hash: string;
  /** The model's bytes; every external tensor is inside. */
  readonly model: Uint8Array;
  readonly input: NetworkInput;
  /** Name of the tensor that is the answer: [N, classes] or [N, ...]. */
  readonly output: string;
  /** In order of execution. */
  readonly steps: readonly Step[];
}

export interface NetworkInput {
  readonly name: string;
  /** null for a free size, such as the batch. */
  readonly dims: readonly (number | null)[];
}

export type Step =
  | { readonly kind: 'layer'; readonly layer: MacLayer }
  | { readonly kind: 'host'; readonly segment: HostSegment };

/** Nodes that run on the host, one after another. */
export interface HostSegment {
  /** NodeProto messages in order of execution, as the model has them. */
  readonly nodes: readonly Uint8Array[];
  /** Tensors that come from the network's input or from steps before. */
  readonly inputs: readonly string[];
  /** Tensors that later steps or the answer need. */
  readonly outputs: readonly string[];
}

/** A tensor while a network runs, C order. */
export interface Value {
  readonly dims: readonly number[];
  /** As onnxruntime names it. MAC layers take and give float32. */
  readonly type: string;
  readonly data: Float32Array | ArrayLike<unknown>;
}

/** The MAC layers of a network, in order of execution. */
export function layersOf({ steps }: Pick<Network, 'steps'>): MacLayer[] {
  return steps.flatMap((step) => (step.kind === 'layer' ? [step.layer] : []));
}
