import { quoted, TensorFault } from '../tensor/fault.ts';
import { nodeText } from '../tensor/onnx/graph.ts';
import { type OnnxModel, readModel } from '../tensor/onnx/model.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { findInput, findOutput } from './ends.ts';
import type { NetworkInput } from './network.ts';
import { checkVersions } from './versions.ts';

/** A model in order: every tensor is made once, before it is used, and versions are known. */
export interface Graph extends Pick<OnnxModel, 'initializers' | 'infos' | 'opsets'> {
  readonly input: NetworkInput;
  readonly output: string;
  /** The nodes that the output needs, in the order of the file. */
  readonly nodes: readonly FullNode[];
}

const MOST_NODES = 2 ** 16;

/** Reads and checks a model's graph. Throws TensorFault. */
export function readGraph(bytes: Uint8Array): Graph {
  const model = readModel(bytes, MOST_NODES);
  const { nodes, initializers, infos, opsets } = model;
  checkVersions(model);
  checkNames(nodes);
  const input = findInput(model);
  const makers = findMakers(model);
  checkOrder(model, input.name, makers);
  const output = findOutput(model, makers);
  return { input, output, nodes: neededNodes(nodes, output), initializers, infos, opsets };
}

/** Tensors that a node takes, those of its subgraphs too. */
export function usedTensors({ inputs, captured }: FullNode): string[] {
  return [...inputs.filter((name) => name !== ''), ...captured];
}

/** Tensors that a node makes. */
export function madeTensors({ outputs }: FullNode): string[] {
  return outputs.filter((name) => name !== '');
}

function checkNames(nodes: readonly FullNode[]): void {
  const names = new Set<string>();
  for (const { name } of nodes) {
    if (names.has(name)) throw new TensorFault(`two nodes are named ${quoted(name)}`);
    if (name !== '') names.add(name);
  }
}

type Makers = ReadonlyMap<string, FullNode>;

/** The node that makes each tensor. */
function findMakers({ nodes, inputs, initializers }: OnnxModel): Makers {
  const makers = new Map<string, FullNode>();
  const given = new Set([...inputs.map(({ name }) => name), ...initializers.keys()]);
  for (const node of nodes) {
    for (const name of madeTensors(node)) {
      const other = makers.get(name);
      if (other === undefined && !given.has(name)) makers.set(name, node);
      else {
        const first = other === undefined ? 'given with the model' : `made by ${nodeText(other)}`;
        throw new TensorFault(
          `the tensor ${quoted(name)}, ${first}, is made by ${nodeText(node)} again`,
        );
      }
    }
  }
  return makers;
}

function checkOrder({ nodes, initializers }: OnnxModel, input: string, makers: Makers): void {
  const there = new Set([input, ...initializers.keys()]);
  for (const node of nodes) {
    for (const name of usedTensors(node)) {
      if (there.has(name)) continue;
      const maker = makers.get(name);
      if (maker === undefined) {
        throw new TensorFault(`${nodeText(node)} takes ${quoted(name)}, which nothing makes`);
      }
      const when = maker === node ? 'it makes itself' : `${nodeText(maker)} makes only later`;
      throw new TensorFault(
        `${nodeText(node)} takes ${quoted(name)}, which ${when}`,
        'ONNX wants nodes in an order of execution, without cycles',
      );
    }
    for (const name of madeTensors(node)) there.add(name);
  }
}

/** Nodes that a tensor depends on. */
function neededNodes(nodes: readonly FullNode[], output: string): FullNode[] {
  const needed = new Set([output]);
  const kept: FullNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!madeTensors(node).some((name) => needed.has(name))) continue;
    kept.push(node);
    for (const name of usedTensors(node)) needed.add(name);
  }
  return kept.reverse();
}
