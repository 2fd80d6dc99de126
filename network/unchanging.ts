import { TensorFault } from '../tensor/fault.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { madeTensors, usedTensors } from './graph.ts';

/** Finds the nodes that tensors need, in the order of the file. Throws TensorFault. */
export type Behind = (tensors: readonly string[]) => readonly FullNode[];

const MOST_COPIES = 2 ** 18;

/**
 * Nodes that only depend on constants. Every segment that needs some has its own copies, so that
 * shapes and axes are still constants there; how many there may be in all is limited.
 */
export function createUnchanging(nodes: readonly FullNode[]): Behind {
  const makers = new Map<string, number>();
  for (const [place, node] of nodes.entries()) {
    for (const name of madeTensors(node)) makers.set(name, place);
  }
  let copies = 0;
  return (tensors) => {
    const found = new Set<number>();
    const pending = [...tensors];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const place = makers.get(name);
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      for (const used of usedTensors(nodes[place] as FullNode)) pending.push(used);
    }
    copies += found.size;
    if (copies > MOST_COPIES) {
      throw new TensorFault(
        `its host segments would repeat more than ${MOST_COPIES} nodes of constants`,
        'compute its constants beforehand, e.g. with onnxruntime',
      );
    }
    return [...found].sort((a, b) => a - b).map((place) => nodes[place] as FullNode);
  };
}
