import { channelBounds, type WeightMatrix, weightRow } from '../generator/index.ts';
import {
  type AccumulatorBounds,
  type ActivationSigns,
  agnosticBounds,
  agnosticTwoStage,
  attainingVector,
  bindingSide,
  type ProductParameters,
  type StartRange,
  type TwoStageBounds,
  twoStageBounds,
  weightTerms,
  widestOf,
} from '../golden/exact/index.ts';

/** What a width is asked for. */
export interface WidthQuestion {
  readonly arithmetic: ProductParameters;
  readonly activations: ActivationSigns;
  readonly start: StartRange;
  /** T: products of a tile, where sums are taken in two stages. */
  readonly tile?: number;
}

/** How wide the accumulators of known weights must be (specification, section 6). */
export interface WidthReport {
  /** In the order of the channels. */
  readonly channels: readonly AccumulatorBounds[];
  /** Holds every channel. */
  readonly all: AccumulatorBounds;
  readonly widest: WidestChannel;
  /** Holds any weights of the same K. */
  readonly agnostic: AccumulatorBounds;
  readonly tiles?: TileReport;
}

/** The channel with the largest bound, and how it comes to that. */
export interface WidestChannel {
  readonly channel: number;
  readonly bounds: AccumulatorBounds;
  /** The side that takes all bits. */
  readonly side: 'upper' | 'lower';
  /** Activation words, K of them, whose sum from 0 attains the bound of that side. */
  readonly vector: Uint16Array;
}

export interface TileReport {
  /** T */
  readonly tile: number;
  /** P_I and P_O over all channels. */
  readonly aware: TwoStageBounds;
  readonly agnostic: TwoStageBounds;
}

/** Widths of a matrix of weights, per channel and over all. */
export function widthReport(weights: WeightMatrix, question: WidthQuestion): WidthReport {
  const { arithmetic, activations, start, tile } = question;
  const channels = channelBounds(arithmetic, weights, question);
  const all = widestOf(channels);
  const { channel, bounds } = rankedChannels(channels)[0] ?? { channel: 0, bounds: all };
  const side = bindingSide(bounds);
  return {
    channels,
    all,
    widest: {
      channel,
      bounds,
      side,
      vector: attainingVector(arithmetic, weightRow(weights, channel), side, activations),
    },
    agnostic: agnosticBounds(arithmetic, weights.depth, start),
    ...(tile === undefined ? {} : { tiles: tileReport(weights, question, tile) }),
  };
}

function tileReport(
  weights: WeightMatrix,
  { arithmetic, activations, start }: WidthQuestion,
  tile: number,
): TileReport {
  const terms = weightTerms(arithmetic, activations);
  const rows = Array.from({ length: weights.channels }, (_, channel) =>
    twoStageBounds(terms, weightRow(weights, channel), tile, start),
  );
  return {
    tile,
    aware: {
      inner: widestOf(rows.map(({ inner }) => inner)),
      outer: widestOf(rows.map(({ outer }) => outer)),
    },
    agnostic: agnosticTwoStage(arithmetic, weights.depth, { tile, start }),
  };
}

/** Channels from the widest to the narrowest; the larger bound of a side decides between equals. */
export function rankedChannels(
  channels: readonly AccumulatorBounds[],
): { readonly channel: number; readonly bounds: AccumulatorBounds }[] {
  return channels
    .map((bounds, channel) => ({ channel, bounds }))
    .sort(
      ({ bounds: a }, { bounds: b }) => b.width - a.width || Number(largerSide(b) - largerSide(a)),
    );
}

function largerSide({ upper, lower }: AccumulatorBounds): bigint {
  return upper > lower ? upper : lower;
}

/** The first channel whose sums do not fit a width; undefined where all do. */
export function firstTooWide({ channels }: WidthReport, width: number): number | undefined {
  const channel = channels.findIndex((bounds) => bounds.width > width);
  return channel === -1 ? undefined : channel;
}
