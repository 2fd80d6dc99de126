import type { MacLayer } from './layer.ts';

/** Where output channels lie in a layer's result. */
export interface ChannelAxis {
  /** Axes behind theirs. */
  readonly fromEnd: number;
  /** undefined where they are not known. */
  readonly channels: number | undefined;
  /** Axes of the tensor, where they are known. */
  readonly rank: number | undefined;
}

/** Where a layer's node puts its output channels; `rank` is that of its result, if known. */
export function channelAxis(
  { form, weights }: Pick<MacLayer, 'form' | 'weights'>,
  rank: number | undefined,
): ChannelAxis {
  const channels = weights.kind === 'constant' ? weights.channels : undefined;
  if (form.kind === 'conv') return { fromEnd: form.spatial, channels, rank: form.spatial + 2 };
  return { fromEnd: form.outputVectors === 'rows' ? 0 : 1, channels, rank };
}

/** Every result has these at least: vectors are not taken. */
const FEWEST_AXES = 2;

/**
 * Whether a tensor of a shape that is broadcast to a layer's result has one number per output
 * channel, or a single one; not where it differs along other axes, or adds axes to the result.
 */
export function isPerChannel(shape: readonly number[], axis: ChannelAxis): boolean {
  if (shape.length > (axis.rank ?? FEWEST_AXES)) return false;
  const count = shape.reduce((product, size) => product * size, 1);
  const place = shape.length - 1 - axis.fromEnd;
  return count === 1 || (shape[place] === axis.channels && count === axis.channels);
}
