import { floatAttribute, integerAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { type ChannelAxis, perChannel } from './channels.ts';
import type { Constant } from './constants.ts';
import { usedTensors } from './graph.ts';
import type { MacLayer } from './layer.ts';
import { constantOf, nodeFault, type Seed, type Surroundings } from './node-checks.ts';

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

type Affine = Pick<MacLayer, 'scales' | 'offsets'>;

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
      const next = relu ? undefined : foldNode(node, { affine, axis, output, around });
      if (next === undefined) break;
      affine = next;
    }
    nodes.push(node);
    output = node.output;
  }
  const { scales, offsets } = affine;
  return { layer: { ...seed, scales, offsets, relu, output }, nodes };
}

/** Where the output channels lie in the node's result. */
function channelAxis(
  { form, weights }: Seed,
  rank: number | undefined,
): ChannelAxis & {
  readonly isRankKnown: boolean;
} {
  const channels = weights.kind === 'constant' ? weights.channels : undefined;
  if (form.kind === 'conv') {
    return { fromEnd: form.spatial, channels, rank: form.spatial + 2, isRankKnown: true };
  }
  const fromEnd = form.outputVectors === 'rows' ? 0 : 1;
  return { fromEnd, channels, rank: rank ?? 2, isRankKnown: rank !== undefined };
}

/** Nothing happens to a tensor; a Dropout that may be told to train is left to the host. */
function isPassing({ operator, inputs }: FullNode): boolean {
  return operator === 'Identity' || (operator === 'Dropout' && (inputs[2] ?? '') === '');
}

interface Fold {
  readonly affine: Affine;
  readonly axis: ReturnType<typeof channelAxis>;
  /** The tensor that the node takes from the layer. */
  readonly output: string;
  readonly around: Surroundings;
}

function foldNode(node: FullNode, fold: Fold): Affine | undefined {
  const step =
    node.operator === 'BatchNormalization' ? normalisation(node, fold) : operand(node, fold);
  if (step === undefined) return undefined;
  const { scales, offsets } = fold.affine;
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

const ONE = Float64Array.of(1);
const ZERO = Float64Array.of(0);

/** x + c, x - c, c - x, x c and x / c. */
function operand(node: FullNode, { axis, output, around }: Fold): Affine | undefined {
  const [left = '', right = ''] = node.inputs;
  const isLeft = left === output;
  const value = foldable(node, isLeft ? right : left, around);
  const numbers = value === undefined ? undefined : perChannel(value, axis);
  if (numbers === undefined) return undefined;
  switch (node.operator) {
    case 'Add':
      return { scales: ONE, offsets: numbers };
    case 'Sub':
      return isLeft
        ? { scales: ONE, offsets: numbers.map((number) => -number) }
        : { scales: Float64Array.of(-1), offsets: numbers };
    case 'Mul':
      return { scales: numbers, offsets: ZERO };
    case 'Div':
      return isLeft ? { scales: numbers.map((number) => 1 / number), offsets: ZERO } : undefined;
    default:
      return undefined;
  }
}

const OPERATORS = ['Add', 'Sub', 'Mul', 'Div'];

function foldable(node: FullNode, name: string, around: Surroundings): Constant | undefined {
  if (!OPERATORS.includes(node.operator) || !around.constants.has(name)) return undefined;
  return constantOf(node, around, { what: 'values', name });
}

const DEFAULT_EPSILON = Math.fround(1e-5);

/** Inference: scale (x - mean) / sqrt(variance + epsilon) + bias, along axis 1. */
function normalisation(node: FullNode, { axis, output, around }: Fold): Affine | undefined {
  const { channels, isRankKnown, rank, fromEnd } = axis;
  const [input, ...names] = node.inputs;
  const isChannelAxis = isRankKnown && rank - 1 - fromEnd === 1;
  const isTraining = (integerAttribute(node, 'training_mode') ?? 0) !== 0;
  const isPerPixel = integerAttribute(node, 'spatial') === 0;
  if (channels === undefined || input !== output || !isChannelAxis) return undefined;
  if (isTraining || isPerPixel || !names.every(around.constants.has)) return undefined;
  const [scale, bias, mean, variance] = ['scale', 'bias', 'mean', 'variance'].map((what, place) => {
    const { shape, values } = constantOf(node, around, { what, name: names[place] ?? '' });
    if (shape.length === 1 && values.length === channels) return values;
    throw nodeFault(node, `its ${what} has the shape [${shape.join(', ')}], not [${channels}]`);
  }) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const epsilon = floatAttribute(node, 'epsilon') ?? DEFAULT_EPSILON;
  const scales = zip(scale, variance, (s, v) => s / Math.sqrt(v + epsilon));
  const shifts = zip(mean, scales, (m, s) => m * s);
  return { scales, offsets: zip(bias, shifts, (b, shift) => b - shift) };
}

/** Channel by channel; a single number counts for all. */
function zip(
  a: Float64Array,
  b: Float64Array,
  combine: (a: number, b: number) => number,
): Float64Array {
  const at = (values: Float64Array, index: number) => values[values.length === 1 ? 0 : index];
  return Float64Array.from({ length: Math.max(a.length, b.length) }, (_, index) =>
    combine(at(a, index) as number, at(b, index) as number),
  );
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
