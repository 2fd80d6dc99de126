import type { ArraySubject } from '../array/parameters.ts';
import { limbsFor } from '../limbs.ts';

/** Depths of the buffers: beats of weights, beats of activations, sets of channels. */
export interface BufferDepths {
  readonly weightRows: number;
  readonly activations: number;
  readonly channelSets: number;
}

/** What the checks of an accelerator follow from: an array and the buffers before it. */
export interface AcceleratorSubject extends ArraySubject {
  readonly depths: BufferDepths;
}

/** The accelerator around an array; throws RangeError where its config has none. */
export function acceleratorSubject(subject: ArraySubject): AcceleratorSubject {
  const { accelerator } = subject.config;
  if (accelerator === undefined) throw new RangeError(`${subject.config.name} has no accelerator`);
  return { ...subject, depths: accelerator };
}

/** Streams into the buffers, in the driver's order. */
export const HOST_STREAMS = ['weights', 'activations', 'channels'] as const;
export type HostStream = (typeof HOST_STREAMS)[number];

/** Bits of tdata that count; those above, up to whole bytes, are padding. */
export function payloadBits({ shape }: AcceleratorSubject, stream: HostStream | 'results'): number {
  const { rows, cols, lanes, containerBits, activation, output } = shape;
  switch (stream) {
    case 'weights':
      return cols * containerBits;
    case 'activations':
      return rows * activation.n;
    case 'channels':
      return 64;
    case 'results':
      return cols * lanes.length * output.n;
  }
}

/** Bits of tdata. */
export function dataBits(subject: AcceleratorSubject, stream: HostStream | 'results'): number {
  return 8 * Math.ceil(payloadBits(subject, stream) / 8);
}

/** 32-bit words of a beat. */
export function beatWords(subject: AcceleratorSubject, stream: HostStream | 'results'): number {
  return limbsFor(dataBits(subject, stream));
}

/** Output channels of one set: all columns and lanes, whatever the mode. */
export function channelsOf({ shape }: AcceleratorSubject): number {
  return shape.cols * shape.lanes.length;
}
