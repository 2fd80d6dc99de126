import type { ArrayShape } from '../../generator/index.ts';
import { type ArrayTile, type ChannelSet, lanesOfWord } from '../../golden/exact/index.ts';
import { limbsFor } from '../limbs.ts';
import { putBits, putWide } from './bits.ts';

/** A tile and what the ports say that stands for its formats: several values may mean the same. */
export interface SentTile {
  readonly tile: ArrayTile;
  readonly ports: TilePorts;
}

export interface TilePorts {
  readonly mode: number;
  readonly weightRs: number;
  readonly actRs: number;
  readonly outRs: number;
}

/** How a stream is held up: before a beat, a gap comes with this chance. */
export interface Gaps {
  /** In 1/256. */
  readonly chance: number;
  /** Cycles of the longest gap, at least 1. */
  readonly longest: number;
}

export const NO_GAPS: Gaps = { chance: 0, longest: 1 };

/** The streams, in the driver's order. */
export const STREAMS = ['channels', 'weights', 'activations', 'results'] as const;
export type StreamGaps = Readonly<Record<(typeof STREAMS)[number], Gaps>>;

export const FULL_SPEED: StreamGaps = {
  channels: NO_GAPS,
  weights: NO_GAPS,
  activations: NO_GAPS,
  results: NO_GAPS,
};

/** Tiles that an array is given from a reset on. */
export interface ArrayJob {
  /** What it tries, for a person. */
  readonly what: string;
  /** Of whole sums. */
  readonly tiles: readonly SentTile[];
  readonly gaps: StreamGaps;
  /** Seed of the gaps, and of what lies on the ports between beats. */
  readonly seed: number;
  /** Cycle after which the job is given up and its results are dropped; 0: it is carried through. */
  readonly givenUpAfter: number;
  /** Cycle before which no result is taken; absent: 0. */
  readonly resultsFrom?: number;
}

/** Whether nothing random holds the job up, so that the cycle of every beat is known. */
export function isTimed({ gaps, givenUpAfter }: ArrayJob): boolean {
  return givenUpAfter === 0 && STREAMS.every((stream) => gaps[stream].chance === 0);
}

/** Result beats of a job that is carried through. */
export function resultsOf({ tiles }: Pick<ArrayJob, 'tiles'>): number {
  return tiles.reduce((sum, { tile }) => sum + (tile.results === null ? 0 : tile.vectors), 0);
}

/** Products of a job by lanes that are in use. */
export function productsOf({ tiles }: Pick<ArrayJob, 'tiles'>, { rows, cols }: ArrayShape): number {
  return tiles.reduce(
    (sum, { tile }) => sum + tile.vectors * rows * cols * lanesOfWord(tile.weight.n),
    0,
  );
}

const HEADER_WORDS = 14;
const DESCRIPTION_WORDS = 2;
/** Cycles without any beat after which nothing will come: no gap is nearly as long. */
export const PATIENCE = 4096;

/** A job as the driver takes it (sim/array-jobs.h). */
export function jobWords(shape: ArrayShape, job: ArrayJob): Uint32Array {
  const { rows, cols, activation, containerBits } = shape;
  const tiles = job.tiles.map(({ tile }) => tile);
  const channels = tiles.flatMap((tile) => (tile.channels === null ? [] : [tile.channels]));
  const channelWords = channelBeatWords(shape);
  const weightWords = limbsFor(cols * containerBits) + DESCRIPTION_WORDS;
  const actWords = limbsFor(rows * activation.n);
  const vectors = tiles.reduce((sum, tile) => sum + tile.vectors, 0);
  const words = new Uint32Array(
    HEADER_WORDS +
      channels.length * channelWords +
      tiles.length * rows * weightWords +
      vectors * actWords,
  );
  words.set([
    isTimed(job) ? 1 : 0,
    job.givenUpAfter,
    PATIENCE,
    drainCycles(shape),
    job.seed,
    channels.length,
    tiles.length * rows,
    vectors,
    resultsOf(job),
    ...STREAMS.map((stream) => job.gaps[stream].chance + job.gaps[stream].longest * 2 ** 16),
    job.resultsFrom ?? 0,
  ]);
  let at = HEADER_WORDS;
  for (const set of channels) {
    putChannels(words.subarray(at, at + channelWords), shape, set);
    at += channelWords;
  }
  for (const sent of job.tiles) {
    // The bottom row comes first.
    for (let row = rows - 1; row >= 0; row--) {
      putWeights(words.subarray(at, at + weightWords), shape, sent, row);
      at += weightWords;
    }
  }
  for (const tile of tiles) {
    for (let vector = 0; vector < tile.vectors; vector++) {
      const beat = words.subarray(at, at + actWords);
      for (let row = 0; row < rows; row++) {
        const word = tile.activations[vector * rows + row] as number;
        putBits(beat, row * activation.n, activation.n, word);
      }
      at += actWords;
    }
  }
  return words;
}

/** Cycles after its last result in which an array could still give one too many. */
function drainCycles({ rows, cols }: ArrayShape): number {
  return rows + cols + 4;
}

function channelBeatWords(shape: ArrayShape): number {
  const channels = shape.cols * shape.lanes.length;
  return limbsFor(channels * shape.startWidth) + limbsFor(channels * shape.scaleWidth);
}

function putChannels(beat: Uint32Array, shape: ArrayShape, { starts, scales }: ChannelSet): void {
  const { startWidth, scaleWidth } = shape;
  const scalesBeat = beat.subarray(limbsFor(starts.length * startWidth));
  for (const [channel, start] of starts.entries()) {
    if (startWidth > 0) putWide(beat, channel * startWidth, startWidth, start);
    putWide(scalesBeat, channel * scaleWidth, scaleWidth, scales[channel] as bigint);
  }
}

function putWeights(
  beat: Uint32Array,
  { cols, containerBits }: ArrayShape,
  { tile, ports }: SentTile,
  row: number,
): void {
  for (let column = 0; column < cols; column++) {
    const container = tile.weights[row * cols + column] as number;
    putBits(beat, column * containerBits, containerBits, container);
  }
  const { weight, activation, results } = tile;
  const at = beat.length - DESCRIPTION_WORDS;
  beat[at] =
    ports.mode +
    weight.es * 2 ** 4 +
    ports.weightRs * 2 ** 8 +
    activation.es * 2 ** 12 +
    ports.actRs * 2 ** 16 +
    (results?.output.es ?? 0) * 2 ** 20 +
    ports.outRs * 2 ** 24;
  beat[at + 1] =
    tile.vectors +
    (tile.channels === null ? 0 : 2 ** 29) +
    (results === null ? 0 : 2 ** 30) +
    (results?.relu === true ? 2 ** 31 : 0);
}
