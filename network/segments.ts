import { TensorFault } from '../tensor/fault.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { madeTensors, usedTensors } from './graph.ts';
import type { HostSegment } from './network.ts';
import { type Divided, operandsOf, type Part } from './parts.ts';

/** Host nodes by stage, in ascending order. Throws TensorFault. */
export function createSegments({ graph, parts, unchanging }: Divided): HostSegment[] {
  const { initializers } = graph;
  const groups = groupByStage(parts).map((nodes) => {
    const fixed = unchangingBehind(nodes.flatMap(usedTensors), unchanging);
    return { fixed, nodes, used: outerTensors([...fixed, ...nodes]) };
  });
  checkCopies(groups);
  const operands = parts.flatMap((part) => (part.kind === 'layer' ? operandsOf(part.layer) : []));
  const needed = new Set([graph.output, ...operands, ...groups.flatMap(({ used }) => used)]);
  return groups.map(({ fixed, nodes, used }) => ({
    nodes: [...fixed, ...nodes].map(({ message }) => message),
    inputs: used.filter((name) => !initializers.has(name)),
    outputs: nodes.flatMap(madeTensors).filter((name) => needed.has(name)),
  }));
}

function groupByStage(parts: readonly Part[]): FullNode[][] {
  const stages = new Map<string, number>();
  const groups = new Map<number, FullNode[]>();
  for (const part of parts) {
    const used = part.kind === 'layer' ? operandsOf(part.layer) : usedTensors(part.node);
    const before = used.reduce((most, name) => Math.max(most, stages.get(name) ?? 0), 0);
    if (part.kind === 'layer') stages.set(part.layer.output, before + 1);
    else {
      for (const name of madeTensors(part.node)) stages.set(name, before);
      const group = groups.get(before);
      if (group) group.push(part.node);
      else groups.set(before, [part.node]);
    }
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, nodes]) => nodes);
}

/** Of nodes that only depend on constants those that tensors need: each segment has its own. */
export function unchangingBehind(
  tensors: readonly string[],
  unchanging: readonly FullNode[],
): FullNode[] {
  const needed = new Set(tensors);
  const kept = unchanging.toReversed().filter((node) => {
    if (!madeTensors(node).some((name) => needed.has(name))) return false;
    for (const name of usedTensors(node)) needed.add(name);
    return true;
  });
  return kept.reverse();
}

/** Tensors that nodes take from elsewhere. */
function outerTensors(nodes: readonly FullNode[]): string[] {
  const made = new Set(nodes.flatMap(madeTensors));
  return [...new Set(nodes.flatMap(usedTensors))].filter((name) => !made.has(name));
}

const MOST_COPIES = 2 ** 18;

function checkCopies(groups: readonly { readonly fixed: readonly FullNode[] }[]): void {
  const copies = groups.reduce((sum, { fixed }) => sum + fixed.length, 0);
  if (copies <= MOST_COPIES) return;
  throw new TensorFault(
    `its host segments repeat ${copies} nodes of constants, more than ${MOST_COPIES}`,
    'fold its constants, e.g. with onnxruntime or onnx-simplifier',
  );
}
