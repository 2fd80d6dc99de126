import type { ChannelSet } from '../../golden/exact/index.ts';
import { putBits, putWide } from '../array/bits.ts';
import type { Random } from '../random.ts';
import { type AcceleratorSubject, beatWords, dataBits, payloadBits } from './subject.ts';

/** Beats of containers or activation words, `count` of them each; padding is noise, which nobody reads. */
export function wordBeats(
  subject: AcceleratorSubject,
  stream: 'weights' | 'activations',
  words: Uint16Array,
  random: Random,
): Uint32Array[] {
  const { shape } = subject;
  const [count, width] =
    stream === 'weights' ? [shape.cols, shape.containerBits] : [shape.rows, shape.activation.n];
  return Array.from({ length: words.length / count }, (_, index) => {
    const beat = new Uint32Array(beatWords(subject, stream));
    for (let at = 0; at < count; at++) {
      putBits(beat, at * width, width, words[index * count + at] as number);
    }
    const payload = payloadBits(subject, stream);
    const padding = dataBits(subject, stream) - payload;
    if (padding > 0) putBits(beat, payload, padding, random.word());
    return beat;
  });
}

/** Beats of a set, a channel each: c low, b high, and noise in the bits above them. */
export function channelBeats(
  { shape }: AcceleratorSubject,
  { scales, starts }: ChannelSet,
  random: Random,
): Uint32Array[] {
  const { scaleWidth, startWidth } = shape;
  return scales.map((scale, channel) => {
    const beat = new Uint32Array(2);
    const parts = [
      [0, scale, scaleWidth],
      [32, starts[channel] as bigint, startWidth],
    ] as const;
    for (const [at, value, width] of parts) {
      const used = Math.min(32, width);
      if (used > 0) putWide(beat, at, used, value);
      if (used < 32) putBits(beat, at + used, 32 - used, random.word());
    }
    return beat;
  });
}
