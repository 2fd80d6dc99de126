import type { Constant } from './constants.ts';

/** Where output channels lie in a tensor. */
export interface ChannelAxis {
  /** Axes behind theirs. */
  readonly fromEnd: number;
  /** undefined where they are not known. */
  readonly channels: number | undefined;
  /** Axes of the tensor, or as many as it has at least. */
  readonly rank: number;
}

/**
 * The numbers that a constant has for the output channels when it is broadcast to their tensor: one
 * per channel, or a single one for all; undefined where it differs elsewhere, or widens the tensor.
 */
export function perChannel(
  { shape, values }: Constant,
  axis: ChannelAxis,
): Float64Array | undefined {
  if (shape.length > axis.rank) return undefined;
  if (values.length === 1) return values;
  const place = shape.length - 1 - axis.fromEnd;
  const isAlong = shape[place] === axis.channels && values.length === axis.channels;
  return isAlong ? values : undefined;
}
