import { type Bases, depthsOf, type LayerRun, sizesOf } from './layer-run.ts';
import { type AcceleratorSubject, HOST_STREAMS, type HostStream } from './subject.ts';

/** Where data lie in the buffers. */
export interface Extent {
  readonly bases: Bases;
  readonly sizes: Bases;
}

/** A layer and where its data lie. */
export interface Placed extends Extent {
  readonly layer: LayerRun;
}

/** A value for each of the streams into the buffers. */
export function mapStreams(value: (stream: HostStream) => number): Bases {
  return {
    weights: value('weights'),
    activations: value('activations'),
    channels: value('channels'),
  };
}

/** Places a layer behind the one before, which may skip some places; buffers are rings. */
export function placedBehind(
  subject: AcceleratorSubject,
  before: Extent,
  layer: LayerRun,
  skipped: (stream: HostStream, room: number) => number = () => 0,
): Placed {
  const depths = depthsOf(subject);
  const sizes = sizesOf(subject, layer);
  const bases = mapStreams((stream) => {
    const room = Math.max(0, depths[stream] - before.sizes[stream] - sizes[stream]);
    return (endOf(subject, before, stream) + skipped(stream, room)) % depths[stream];
  });
  return { layer, bases, sizes };
}

/** The place behind a layer's data, where the write pointer stands when they are in. */
export function endOf(
  subject: AcceleratorSubject,
  { bases, sizes }: Extent,
  stream: HostStream,
): number {
  return (bases[stream] + sizes[stream]) % depthsOf(subject)[stream];
}

/** Streams whose data have room beside those of the layer before, while that one is at work. */
export function streamsBeside(
  subject: AcceleratorSubject,
  before: Extent,
  { sizes }: Extent,
): HostStream[] {
  const depths = depthsOf(subject);
  return HOST_STREAMS.filter((stream) => before.sizes[stream] + sizes[stream] <= depths[stream]);
}
