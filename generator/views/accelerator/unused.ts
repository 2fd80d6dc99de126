import { type AcceleratorShape, CHANNEL_BEAT, streamWidth } from '../../accelerator/shape.ts';
import { CHANNEL_HALF } from '../../config/accelerator.ts';
import { slice } from '../text.ts';

/** Slices of the streams that go nowhere: ends of packets, bits that fill up bytes and halves. */
export function unusedOfStreams({ weight, act, array }: AcceleratorShape): string[] {
  const { startWidth, scaleWidth } = array;
  const streams = ['weight', 'act', 'channel'].map((stream) => `s_axis_${stream}`);
  const above = (stream: string, bits: number, end: number) =>
    bits === end ? [] : [slice(`s_axis_${stream}_tdata`, end - 1, bits)];
  return [
    ...streams.map((stream) => `${stream}_tlast`),
    ...above('weight', weight.width, streamWidth(weight.width)),
    ...above('act', act.width, streamWidth(act.width)),
    ...above('channel', CHANNEL_HALF + startWidth, CHANNEL_BEAT),
    ...above('channel', scaleWidth, CHANNEL_HALF),
  ];
}
