import type { FullNode } from '../tensor/onnx/node.ts';
import type { Graph } from './graph.ts';
import type { MacLayer } from './layer.ts';

/** A layer of the array, or a node for the host. */
export type Part =
  | { readonly kind: 'layer'; readonly layer: MacLayer }
  | { readonly kind: 'host'; readonly node: FullNode };

/** A network's nodes, divided between array and host. */
export interface Divided {
  readonly graph: Graph;
  /** What depends on the input, in the order of the file. */
  readonly parts: readonly Part[];
  /** Nodes that do not, in the order of the file. */
  readonly unchanging: readonly FullNode[];
}

/** Tensors that a layer takes. */
export function operandsOf({ input, weights }: Pick<MacLayer, 'input' | 'weights'>): string[] {
  return weights.kind === 'tensor' ? [input, weights.name] : [input];
}
