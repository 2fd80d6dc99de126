import type { ChannelSet } from '../../../golden/exact/index.ts';
import type { Random } from '../../random.ts';
import { rangeOf } from '../../stimulus/start-values.ts';
import type { ArraySubject } from '../parameters.ts';

const EXTREME_PERIOD = 16;
/** Octaves below 1.0 that sums of small products reach. */
const FAINT_OCTAVES = 4;

/** Start values about 0 and the ends; scales that bring sums of every magnitude into the output's range. */
export function randomChannels(subject: ArraySubject, random: Random): ChannelSet {
  const { shape } = subject;
  const channels = Array.from({ length: shape.cols * shape.lanes.length }, (_, channel) => channel);
  return {
    starts: channels.map(() => randomStart(subject, random)),
    scales: channels.map((channel) => randomScale(subject, channel % shape.lanes.length, random)),
  };
}

/** The same start value and scale in every channel. */
export function equalChannels({ shape }: ArraySubject, start: bigint, scale: bigint): ChannelSet {
  const length = shape.cols * shape.lanes.length;
  return {
    starts: new Array<bigint>(length).fill(start),
    scales: new Array<bigint>(length).fill(scale),
  };
}

/** The scale that brings a sum with its leading one at bit `lead` to 1.0 or less than an octave above. */
export function scaleFor({ arithmetic }: ArraySubject, lead: number): number {
  return (arithmetic.accumulatorFraction - lead) * 2 ** arithmetic.fraction;
}

function randomStart({ config }: ArraySubject, random: Random): bigint {
  const most = BigInt(config.accumulator.startMax);
  if (most === 0n) return 0n;
  const any = (BigInt(random.word()) << 32n) | BigInt(random.word());
  return random.pick([0n, most, -most, 1n, -1n, (any % (2n * most + 1n)) - most]);
}

function randomScale(subject: ArraySubject, lane: number, random: Random): bigint {
  const { shape, arithmetic } = subject;
  const { low, high } = rangeOf(shape.scaleWidth);
  if (random.once(EXTREME_PERIOD)) return random.pick([low, high, 0n, low + 1n, high - 1n]);
  const width = shape.lanes[lane]?.width ?? 2;
  const least = Math.max(0, Math.min(width - 2, arithmetic.accumulatorFraction - FAINT_OCTAVES));
  const lead = least + random.below(width - 1 - least);
  const scale = BigInt(scaleFor(subject, lead) + random.below(2 ** arithmetic.fraction));
  return scale < low ? low : scale > high ? high : scale;
}
