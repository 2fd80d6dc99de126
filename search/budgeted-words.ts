import type { ChannelQuestion, ChannelWords } from './channel-words.ts';
import { channelWords } from './channel-words.ts';
import type { SumInputs } from './sum-inputs.ts';

/** Octaves by which the words of a channel may be made smaller so that more of them fit a budget. */
export const BUDGET_OCTAVES: readonly number[] = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8];

/**
 * channelWords() for several sets of gains: each channel has those with which it loses least. Smaller words leave a
 * budget more room, and lose more where products are cut to the accumulator's LSB. With `together` all channels have
 * the same set.
 */
export function budgetedWords(
  question: Omit<ChannelQuestion, 'gains'>,
  offers: readonly Float64Array[],
  inputs: readonly SumInputs[],
  together: boolean,
): ChannelWords & { readonly gains: Float64Array } {
  const { depth } = question;
  const tried = offers.map((gains) => {
    const chosen = channelWords({ ...question, gains }, inputs);
    const losses = chosen.errors.map(
      (error, channel) => error + cutVariance(question, gains[channel] as number, channel),
    );
    return { gains, chosen, losses, all: losses.reduce((sum, each) => sum + each, 0) };
  });
  const first = tried[0] as (typeof tried)[number];
  const best = (lossOf: (of: (typeof tried)[number]) => number) =>
    tried.reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a), first);
  const common = together ? best(({ all }) => all) : null;
  const taken = Array.from(
    first.gains,
    (_, channel) => common ?? best(({ losses }) => losses[channel] as number),
  );
  const words = new Uint16Array(first.chosen.words.length);
  for (const [channel, { chosen }] of taken.entries()) {
    const from = channel * depth;
    words.set(chosen.words.subarray(from, from + depth), from);
  }
  return {
    words,
    gains: Float64Array.from(taken, ({ gains }, channel) => gains[channel] as number),
    starts: taken.map(({ chosen }, channel) => chosen.starts[channel] as number),
    errors: Float64Array.from(taken, ({ chosen }, channel) => chosen.errors[channel] as number),
    limited: taken.reduce(
      (sum, { chosen }, channel) => sum + (chosen.limitedOf[channel] as number),
      0,
    ),
    limitedOf: Float64Array.from(
      taken,
      ({ chosen }, channel) => chosen.limitedOf[channel] as number,
    ),
  };
}

/**
 * Variance of what K products lose when they are cut to LSBs, in the units of the layer's output: 1/12 each where they
 * are rounded, 1/3 where they are cut towards zero, as the mean loss then has the sign of the product.
 */
function cutVariance(
  { depth, folded, weight, activation, array }: Omit<ChannelQuestion, 'gains'>,
  gain: number,
  channel: number,
): number {
  const { accumulatorFraction, align } = array.arithmetic;
  const unit = 2 ** (weight.sf + gain + activation.sf + accumulatorFraction);
  const lsb = (folded.magnitudes[channel] as number) / unit;
  return (depth * lsb * lsb) / (align === 'truncate' ? 3 : 12);
}
