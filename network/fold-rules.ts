import { floatAttribute, integerAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { type ChannelAxis, isPerChannel } from './channels.ts';
import type { MacLayer } from './layer.ts';
import { constantOf, nodeFault, type Surroundings } from './node-checks.ts';

/** scales[m] x + offsets[m]; a single number counts for all channels. */
export type Affine = Pick<MacLayer, 'scales' | 'offsets'>;

/** A tensor that a node takes from a layer, and what is known of both. */
export interface Fold {
  readonly output: string;
  readonly axis: ChannelAxis;
  readonly around: Surroundings;
}

const ONE = Float64Array.of(1);
const ZERO = Float64Array.of(0);

const OPERATORS = ['Add', 'Sub', 'Mul', 'Div'];

/** x + c, x - c, c - x, x c and x / c for constants per channel; undefined for others. */
export function withConstant(node: FullNode, fold: Fold): Affine | undefined {
  const { operator, inputs } = node;
  const [left = '', right = ''] = inputs;
  const isLeft = left === fold.output;
  if (!OPERATORS.includes(operator) || (operator === 'Div' && !isLeft)) return undefined;
  const numbers = numbersOf(node, isLeft ? right : left, fold);
  if (numbers === undefined) return undefined;
  switch (operator) {
    case 'Add':
      return { scales: ONE, offsets: numbers };
    case 'Sub':
      return isLeft
        ? { scales: ONE, offsets: numbers.map((number) => -number) }
        : { scales: Float64Array.of(-1), offsets: numbers };
    case 'Mul':
      return { scales: numbers, offsets: ZERO };
    default:
      return { scales: numbers.map((number) => 1 / number), offsets: ZERO };
  }
}

function numbersOf(node: FullNode, name: string, { axis, around }: Fold): Float64Array | undefined {
  const shape = around.constants.shape(name);
  if (shape === undefined || !isPerChannel(shape, axis)) return undefined;
  return constantOf(node, around, { what: 'values', name }).values;
}

const DEFAULT_EPSILON = Math.fround(1e-5);
const STATISTICS = ['scale', 'bias', 'mean', 'variance'] as const;

/**
 * scale (x - mean) / sqrt(variance + epsilon) + bias, which ONNX does along axis 1; undefined where
 * the channels lie along another one, or statistics are those of the batch.
 */
export function batchNormalisation(
  node: FullNode,
  { output, axis, around }: Fold,
): Affine | undefined {
  const { channels, rank, fromEnd } = axis;
  const [input, ...names] = node.inputs;
  const isAlongChannels = rank !== undefined && rank - 1 - fromEnd === 1;
  const isOfBatch = (integerAttribute(node, 'training_mode') ?? 0) !== 0;
  const isPerPixel = integerAttribute(node, 'spatial') === 0;
  if (channels === undefined || input !== output || !isAlongChannels) return undefined;
  if (isOfBatch || isPerPixel || !names.every(around.constants.has)) return undefined;
  const statistic = (what: (typeof STATISTICS)[number]) => {
    const name = names[STATISTICS.indexOf(what)] ?? '';
    const { shape, values } = constantOf(node, around, { what, name });
    if (shape.length === 1 && values.length === channels) return values;
    throw nodeFault(node, `its ${what} has the shape [${shape.join(', ')}], not [${channels}]`);
  };
  const epsilon = floatAttribute(node, 'epsilon') ?? DEFAULT_EPSILON;
  const scales = zip(
    statistic('scale'),
    statistic('variance'),
    (s, v) => s / Math.sqrt(v + epsilon),
  );
  const shifts = zip(statistic('mean'), scales, (mean, s) => mean * s);
  return { scales, offsets: zip(statistic('bias'), shifts, (bias, shift) => bias - shift) };
}

/** Channel by channel; a single number counts for all. */
export function zip(
  a: Float64Array,
  b: Float64Array,
  combine: (a: number, b: number) => number,
): Float64Array {
  const at = (values: Float64Array, index: number) => values[values.length === 1 ? 0 : index];
  return Float64Array.from({ length: Math.max(a.length, b.length) }, (_, index) =>
    combine(at(a, index) as number, at(b, index) as number),
  );
}
