import { CHANNEL_HALF } from '../config/accelerator.ts';
import type { ArrayShape } from '../config/array-shape.ts';
import type { ArrayResolved } from '../config/resolve-array.ts';
import { bitLength } from '../systemverilog.ts';
import { busesOf } from '../views/buses.ts';

/** A memory with one write and one read port. */
export interface BufferShape {
  /** Places. */
  readonly depth: number;
  /** Bits of a place's address. */
  readonly address: number;
  /** Bits of what lies in one place. */
  readonly width: number;
}

/** All numbers of an accelerator that its modules are made from. */
export interface AcceleratorShape {
  readonly array: ArrayShape;
  /** Rows of tiles. */
  readonly weight: BufferShape;
  /** Vectors. */
  readonly act: BufferShape;
  /** Channel sets. */
  readonly channel: BufferShape;
  /** C * L: channels of a set. */
  readonly channels: number;
  /** Bits of a result beat, before it is rounded up to whole bytes. */
  readonly result: number;
}

/** An array's accelerator. Throws RangeError where its config has none. */
export function acceleratorShape({ config, shape }: ArrayResolved): AcceleratorShape {
  const { accelerator } = config;
  if (accelerator === undefined) throw new RangeError(`${config.name} has no accelerator`);
  const { rows, cols, lanes, containerBits, activation, startWidth, scaleWidth } = shape;
  const channels = cols * lanes.length;
  const buffer = (depth: number, width: number) => ({
    depth,
    address: bitLength(depth - 1),
    width,
  });
  return {
    array: shape,
    weight: buffer(accelerator.weightRows, cols * containerBits),
    act: buffer(accelerator.activations, rows * activation.n),
    channel: buffer(accelerator.channelSets, channels * (startWidth + scaleWidth)),
    channels,
    result: cols * busesOf(shape).result,
  };
}

/** Bits of a stream's data: whole bytes. */
export function streamWidth(bits: number): number {
  return 8 * Math.ceil(bits / 8);
}

/** Bits of a beat of the channel stream: log scale below, start value above. */
export const CHANNEL_BEAT = 2 * CHANNEL_HALF;
