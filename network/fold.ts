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

/** What may be folded: the only user of a tensor that is not the answer. */
export type OnlyUser = (name: string) => FullNode | undefined;

interface FoldPlace {
  /** What the layer's node makes. */
  readonly output: string;
  readonly onlyUser: OnlyUser;
  readonly around: Surroundings;
}

/**
 * Folds what follows a layer's node into its scales and offsets, in binary64: additions and
 * multiplications of a constant per channel, batch normalisation, and a ReLU as the last one.
 * Throws TensorFault where a number is no longer finite.
 */
export function foldBehind(seed: Seed, { output: first, onlyUser, around }: FoldPlace): Folded {
  const axis = channelAxis(seed, around.rankOf(first));
  const nodes: FullNode[] = [];
  let affine: Affine = seed;
  let relu = false;
  let output = first;
  for (let node = onlyUser(output); node !== undefined; node = onlyUser(output)) {
    if (node.domain !== '' || node.outputs.slice(1).some((name) => name !== '')) break;
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

/** Finds the only user of a tensor among nodes; none for the answer. */
export function onlyUsers(nodes: readonly FullNode[], answer: string): OnlyUser {
  const users = new Map<string, FullNode[]>();
  for (const node of nodes) {
    for (const name of usedTensors(node)) {
      const known = users.get(name);
      if (known) known.push(node);
      else users.set(name, [node]);
    }
  }
  return (name) => {
    const [user, ...others] = users.get(name) ?? [];
    return name === answer || others.length > 0 ? undefined : user;
  };
}
