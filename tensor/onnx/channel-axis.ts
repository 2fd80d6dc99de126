import { quoted, TensorFault } from '../fault.ts';
import { MOST_AXES } from '../shape.ts';
import { integerAttribute, integersAttribute } from './attributes.ts';
import { nodeText, type OnnxGraph, type OnnxNode } from './graph.ts';

/** Operators that say something, or that pass a tensor on. */
export const FOLLOWED_OPERATORS: readonly string[] = [
  ...['Identity', 'Cast', 'QuantizeLinear', 'DequantizeLinear', 'Transpose'],
  ...['Gemm', 'MatMul', 'Conv', 'ConvTranspose'],
];

/**
 * Axis of the output channels that the nodes which consume a tensor imply; undefined where none
 * says anything. Throws TensorFault where they disagree.
 */
export function channelAxis(graph: OnnxGraph, name: string, rank: number): number | undefined {
  const findings = consumers(graph, { name, axes: range(rank) });
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

/** A tensor where a node takes it in. */
interface Use {
  readonly node: OnnxNode;
  readonly place: number;
}

/** What all nodes say that a tensor reaches, in the order in which they are reached. */
function consumers(graph: OnnxGraph, tensor: Followed): readonly Finding[] {
  const uses = usesByName(graph);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const pending: (Use & { readonly tensor: Followed })[] = [];
  const follow = (followed: Followed) => {
    if (seen.has(followed.name)) return;
    seen.add(followed.name);
    for (const use of (uses.get(followed.name) ?? []).toReversed()) {
      pending.push({ ...use, tensor: followed });
    }
  };
  follow(tensor);
  for (let use = pending.pop(); use !== undefined; use = pending.pop()) {
    const { node, place, tensor: taken } = use;
    const passed = passedOn(node, place, taken);
    if (passed !== undefined) follow(passed);
    const local = impliedAxis(node, place, taken.axes.length);
    const axis = local === undefined ? undefined : taken.axes[local];
    if (axis !== undefined) findings.push({ axis, node: nodeText(node) });
  }
  return findings;
}

function usesByName({ nodes }: OnnxGraph): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const node of nodes) {
    for (const [place, input] of node.inputs.entries()) {
      const known = uses.get(input);
      if (known) known.push({ node, place });
      else uses.set(input, [{ node, place }]);
    }
  }
  return uses;
}

/** What leaves a node that only changes the type or the order of axes. */
function passedOn(node: OnnxNode, place: number, { axes }: Followed): Followed | undefined {
  const { output } = node;
  if (place !== 0 || output === '') return undefined;
  switch (node.operator) {
    case 'Identity':
    case 'Cast':
    case 'QuantizeLinear':
    case 'DequantizeLinear':
      return { name: output, axes };
    case 'Transpose': {
      const rank = axes.length;
      const order = integersAttribute(node, 'perm', MOST_AXES) ?? range(rank).reverse();
      const isOrder = order.length === rank && range(rank).every((axis) => order.includes(axis));
      if (!isOrder) {
        throw new TensorFault(
          `the "perm" [${order.join(', ')}] of ${nodeText(node)} is no order of ${rank} axes`,
        );
      }
      return { name: output, axes: order.map((axis) => axes[axis] as number) };
    }
    default:
      return undefined;
  }
}

/** Axis of the operand at `place` along which the node's output channels lie. */
function impliedAxis(node: OnnxNode, place: number, rank: number): number | undefined {
  const flag = (name: string) => (integerAttribute(node, name) ?? 0) !== 0;
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
      if ((integerAttribute(node, 'group') ?? 1) === 1) return 1;
      throw new TensorFault(
        `${nodeText(node)} works in groups: its channels lie along two axes`,
        'say which with --axis',
      );
    }
    default:
      return undefined;
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
