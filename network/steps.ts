import type { Step } from './network.ts';
import { type Divided, operandsOf } from './parts.ts';
import { createSegments } from './segments.ts';

/**
 * Steps in an order of execution with few host segments: a tensor's stage is the largest number of
 * layers on a way to it, and host nodes of one stage are one segment. A layer comes as soon as its
 * operands are there, in the order of the file.
 */
export function orderSteps(divided: Divided): Step[] {
  const { graph, parts } = divided;
  const there = new Set([graph.input.name]);
  const steps: Step[] = [];
  let waiting = parts.flatMap((part) => (part.kind === 'layer' ? [part.layer] : []));
  const runLayers = () => {
    waiting = waiting.filter((layer) => {
      if (!operandsOf(layer).every((name) => there.has(name))) return true;
      steps.push({ kind: 'layer', layer });
      there.add(layer.output);
      return false;
    });
  };
  runLayers();
  for (const segment of createSegments(divided)) {
    steps.push({ kind: 'host', segment });
    for (const name of segment.outputs) there.add(name);
    runLayers();
  }
  if (waiting.length > 0) throw new Error('in the end every layer has its operands');
  return steps;
}
