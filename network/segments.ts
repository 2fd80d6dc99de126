import type { FullNode } from '../tensor/onnx/node.ts';
import { madeTensors, usedTensors } from './graph.ts';
import type { HostSegment } from './network.ts';
import { type Divided, operandsOf, type Part } from './parts.ts';
import { createUnchanging } from './unchanging.ts';

/** Host nodes by stage, in ascending order. Throws TensorFault. */
export function createSegments({ graph, parts, unchanging }: Divided): HostSegment[] {
  const { initializers } = graph;
  const behind = createUnchanging(unchanging);
  const groups = groupByStage(parts).map((nodes) => {
    const fixed = behind(nodes.flatMap(usedTensors));
    return { fixed, nodes, used: outerTensors([...fixed, ...nodes]) };
  });
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

/** Tensors that nodes take from elsewhere. */
function outerTensors(nodes: readonly FullNode[]): string[] {
  const made = new Set(nodes.flatMap(madeTensors));
  return [...new Set(nodes.flatMap(usedTensors))].filter((name) => !made.has(name));
}
