import type { FullNode } from '../tensor/onnx/node.ts';
import { channelAxis } from './channels.ts';
import { type Affine, batchNormalisation, type Fold, withConstant, zip } from './fold-rules.ts';
import { usedTensors } from './graph.ts';
import type { MacLayer } from './layer.ts';
import { nodeFault, type Seed, type Surroundings } from './node-checks.ts';

/** A layer with the nodes behind it that it does too. */
export interface Folded {
  readonly layer: Omit<MacLayer, 'name'>;
  readonly nodes: readonly FullNode[];
}

/** The nodes that take a tensor. */
export type Users = (name: string) => readonly FullNode[];

interface FoldPlace {
  /** What the layer's node makes. */
  readonly output: string;
  /** The tensor that is the network's answer. */
  readonly answer: string;
  readonly users: Users;
  readonly around: Surroundings;
}

/**
 * Folds what follows a layer's node into its scales and offsets, in binary64: additions and
 * multiplications of a constant per channel, batch normalisation, and a ReLU as the last one.
 * Throws TensorFault where a number is no longer finite.
 */
export function foldBehind(seed: Seed, place: FoldPlace): Folded {
  const { output: first, around } = place;
  const axis = channelAxis(seed, around.rankOf(first));
  const nodes: FullNode[] = [];
  let affine: Affine = seed;
  let relu = false;
  let output = first;
  for (let node = nextNode(output, place); node; node = nextNode(output, place)) {
    if (node.operator === 'Relu' && !relu) relu = true;
    else if (!isPassing(node)) {
      const next = relu ? undefined : foldNode(node, affine, { axis, output, around });
      if (next === undefined) break;
      affine = next;
    }
    nodes.push(node);
    output = node.output;
  }
  const { scales, offsets } = affine;
  return { layer: { ...seed, scales, offsets, relu, output }, nodes };
}

/** The only user of a tensor, if nobody needs more than its first result. */
function nextNode(output: string, { users, answer }: FoldPlace): FullNode | undefined {
  const found = users(output);
  const [node] = found;
  if (node === undefined || found.length > 1 || node.domain !== '') return undefined;
  const isNeeded = (name: string) => name === answer || users(name).length > 0;
  return node.outputs.slice(1).some(isNeeded) ? undefined : node;
}

/** Nothing happens to a tensor; a Dropout that may be told to train is left to the host. */
function isPassing({ operator, inputs }: FullNode): boolean {
  return operator === 'Identity' || (operator === 'Dropout' && (inputs[2] ?? '') === '');
}

function foldNode(node: FullNode, { scales, offsets }: Affine, fold: Fold): Affine | undefined {
  const isNormalising = node.operator === 'BatchNormalization';
  const step = isNormalising ? batchNormalisation(node, fold) : withConstant(node, fold);
  if (step === undefined) return undefined;
  const affine = {
    scales: zip(scales, step.scales, (s, factor) => s * factor),
    offsets: zip(
      zip(offsets, step.scales, (o, factor) => o * factor),
      step.offsets,
      (o, b) => o + b,
    ),
  };
  if ([...affine.scales, ...affine.offsets].every(Number.isFinite)) return affine;
  throw nodeFault(node, 'it makes a scale or an offset of the layer before it that is not finite');
}

/** Finds the users of tensors among nodes. */
export function findUsers(nodes: readonly FullNode[]): Users {
  const users = new Map<string, FullNode[]>();
  for (const node of nodes) {
    for (const name of usedTensors(node)) {
      const known = users.get(name);
      if (known) known.push(node);
      else users.set(name, [node]);
    }
  }
  return (name) => users.get(name) ?? [];
}
