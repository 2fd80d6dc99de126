import { quoted, TensorFault } from '../fault.ts';
import { attributeOf, type OnnxGraph, type OnnxNode } from './graph.ts';

/**
 * Axis of the output channels that the nodes which consume a tensor imply; undefined where none
 * says anything. Throws TensorFault where they disagree.
 */
export function channelAxis(graph: OnnxGraph, name: string, rank: number): number | undefined {
  const findings = consumers(graph, { name, axes: range(rank) }, new Set());
  const [first] = findings;
  const other = findings.find(({ axis }) => axis !== first?.axis);
  if (first === undefined || other === undefined) return first?.axis;
  throw new TensorFault(
    `${quoted(name)} has its channels along axis ${first.axis} for ${first.node} and ` +
      `along axis ${other.axis} for ${other.node}`,
    'say which with --axis',
  );
}

interface Finding {
  readonly axis: number;
  /** The node, for messages. */
  readonly node: string;
}

/** A tensor on its way to the nodes that multiply it. */
interface Followed {
  readonly name: string;
  /** For each of its axes the one of the stored tensor. */
  readonly axes: readonly number[];
}

function consumers(graph: OnnxGraph, tensor: Followed, seen: Set<string>): Finding[] {
  if (seen.has(tensor.name)) return [];
  seen.add(tensor.name);
  return graph.nodes.flatMap((node) =>
    node.inputs.flatMap((input, place) => {
      if (input !== tensor.name) return [];
      const passed = passedOn(node, place, tensor);
      if (passed !== undefined) return consumers(graph, passed, seen);
      const local = impliedAxis(node, place, tensor.axes.length);
      const axis = local === undefined ? undefined : tensor.axes[local];
      return axis === undefined ? [] : [{ axis, node: nodeText(node) }];
    }),
  );
}

/** What leaves a node that only changes the type or the order of axes. */
function passedOn(node: OnnxNode, place: number, { axes }: Followed): Followed | undefined {
  const [output] = node.outputs;
  if (place !== 0 || output === undefined) return undefined;
  switch (node.operator) {
    case 'Identity':
    case 'Cast':
    case 'QuantizeLinear':
    case 'DequantizeLinear':
      return { name: output, axes };
    case 'Transpose': {
      const order = attributeOf(node, 'perm')?.integers ?? range(axes.length).reverse();
      const isOrder =
        order.length === axes.length && order.every((axis) => axes[axis] !== undefined);
      if (!isOrder) throw new TensorFault(`${nodeText(node)} has an impossible "perm"`);
      return { name: output, axes: order.map((axis) => axes[axis] as number) };
    }
    default:
      return undefined;
  }
}

/** Axis of the operand at `place` along which the node's output channels lie. */
function impliedAxis(node: OnnxNode, place: number, rank: number): number | undefined {
  const flag = (name: string) => (attributeOf(node, name)?.integer ?? 0) !== 0;
  switch (node.operator) {
    case 'Gemm':
      if (place === 0) return flag('transA') ? 1 : 0;
      return place === 1 ? (flag('transB') ? 0 : 1) : undefined;
    case 'MatMul':
      if (rank < 2) return undefined;
      return place === 0 ? rank - 2 : rank - 1;
    case 'Conv':
      return place === 1 ? 0 : undefined;
    case 'ConvTranspose': {
      if (place !== 1) return undefined;
      if ((attributeOf(node, 'group')?.integer ?? 1) === 1) return 1;
      throw new TensorFault(
        `${nodeText(node)} works in groups: its channels lie along two axes`,
        'say which with --axis',
      );
    }
    default:
      return undefined;
  }
}

function nodeText({ operator, name }: OnnxNode): string {
  return name === '' ? operator : `${operator} ${quoted(name)}`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
