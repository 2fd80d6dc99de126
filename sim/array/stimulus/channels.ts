import type { ChannelSet } from '../../../golden/exact/index.ts';
import type { Random } from '../../random.ts';
import { rangeOf } from '../../stimulus/start-values.ts';
import type { ArraySubject } from '../parameters.ts';

const EXTREME_PERIOD = 16;
/** Octaves by which a result may lie above or below 1.0 where its first sum is known. */
const OCTAVES_OFF = 4;

/**
 * Start values about 0 and the ends; scales that bring sums of about 2^octaves into the output's range,
 * by channel, now and then to its ends and beyond.
 */
export function randomChannels(
  subject: ArraySubject,
  octaves: Float64Array,
  random: Random,
): ChannelSet {
  const channels = Array.from(octaves);
  return {
    starts: channels.map(() => randomStart(subject, random)),
    scales: channels.map((octave) => randomScale(subject, octave, random)),
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

function randomScale({ shape, arithmetic }: ArraySubject, octave: number, random: Random): bigint {
  const { low, high } = rangeOf(shape.scaleWidth);
  if (random.once(EXTREME_PERIOD)) return random.pick([low, high, 0n, low + 1n, high - 1n]);
  const one = 2 ** arithmetic.fraction;
  const off = random.below(2 * OCTAVES_OFF * one) - OCTAVES_OFF * one;
  const scale = BigInt((Number.isFinite(octave) ? -Math.round(octave * one) : 0) + off);
  return scale < low ? low : scale > high ? high : scale;
}
