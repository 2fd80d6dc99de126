import { quoted, TensorFault } from '../tensor/fault.ts';
import { operatorText } from '../tensor/onnx/graph.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import type { Constants } from './constants.ts';
import { convLayer } from './conv.ts';
import { findUsers, foldBehind } from './fold.ts';
import { gemmLayer } from './gemm.ts';
import { type Graph, madeTensors, usedTensors } from './graph.ts';
import { matMulLayer } from './matmul.ts';
import { nodeFault, type Seed, type Surroundings } from './node-checks.ts';
import { type Divided, operandsOf, type Part } from './parts.ts';
import { findRanks } from './ranks.ts';

const MOST_LAYERS = 2 ** 12;

/** Finds the MAC layers of a graph with all that is folded into them. Throws TensorFault. */
export function divideNodes(graph: Graph, constants: Constants): Divided {
  const around = { constants, ...findRanks(graph, constants) };
  const place = { answer: graph.output, users: findUsers(graph.nodes), around };
  const { changing, unchanging } = byInput(graph);
  const fixed = new Set(unchanging.flatMap(madeTensors));
  const folded = new Set<FullNode>();
  const name = createNames(graph.nodes);
  const parts: Part[] = [];
  let layers = 0;
  for (const node of changing) {
    if (folded.has(node)) continue;
    const seed = isMac(node) ? seedOf(node, around) : undefined;
    const unknown = seed && operandsOf(seed).find((name) => fixed.has(name));
    if (unknown !== undefined) {
      throw nodeFault(node, `its operand ${quoted(unknown)} is constant, but not known beforehand`);
    }
    if (seed === undefined) parts.push({ kind: 'host', node });
    else {
      const { layer, nodes } = foldBehind(seed, { ...place, output: node.output });
      for (const each of nodes) folded.add(each);
      parts.push({ kind: 'layer', layer: { ...layer, name: name(node) } });
      layers += 1;
    }
  }
  checkCount(layers, graph.nodes);
  return { graph, parts, unchanging };
}

/** What depends on the network's input, and what does not. */
export function byInput({ nodes, input }: Pick<Graph, 'nodes' | 'input'>): {
  readonly changing: readonly FullNode[];
  readonly unchanging: readonly FullNode[];
} {
  const dependent = new Set([input.name]);
  const changing: FullNode[] = [];
  const unchanging: FullNode[] = [];
  for (const node of nodes) {
    const isChanging = usedTensors(node).some((name) => dependent.has(name));
    (isChanging ? changing : unchanging).push(node);
    if (isChanging) for (const name of node.outputs) dependent.add(name);
  }
  return { changing, unchanging };
}

/** Operators of MAC layers; their constant operands matter. */
export function isMac({ operator, domain }: FullNode): boolean {
  return domain === '' && (operator === 'Conv' || operator === 'Gemm' || operator === 'MatMul');
}

function seedOf(node: FullNode, around: Surroundings): Seed {
  const [left = '', right = ''] = node.inputs;
  if (left === '' || right === '' || node.output === '') {
    throw nodeFault(node, 'it needs two operands and a result');
  }
  if (node.operator === 'Conv') return convLayer(node, around);
  return node.operator === 'Gemm' ? gemmLayer(node, around) : matMulLayer(node, around);
}

/** The node's name, or its operator and place in the graph; made unique where it is not. */
function createNames(nodes: readonly FullNode[]): (node: FullNode) => string {
  const places = new Map(nodes.map((node, place) => [node, place]));
  const taken = new Set<string>();
  return (node) => {
    const place = places.get(node);
    const plain = node.name === '' ? `${node.operator}_${place}` : node.name;
    const name = taken.has(plain) ? `${plain}_${place}` : plain;
    taken.add(name);
    return name;
  };
}

function checkCount(layers: number, nodes: readonly FullNode[]): void {
  if (layers > MOST_LAYERS) {
    throw new TensorFault(`it has ${layers} layers of products, more than ${MOST_LAYERS}`);
  }
  if (layers > 0) return;
  const operators = [...new Set(nodes.map(({ operator }) => operatorText(operator)))];
  const few = operators.slice(0, 4).join(', ') + (operators.length > 4 ? ', ...' : '');
  throw new TensorFault(
    `it has no Conv, Gemm or MatMul for the array, only ${few}`,
    'quantised, transposed and recurrent operators stay on the host',
  );
}
