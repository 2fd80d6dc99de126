import { createRandom, type Random } from '../random.ts';
import { type ArrayJob, FULL_SPEED, type Gaps, STREAMS, type StreamGaps } from './job.ts';
import type { ArraySubject } from './parameters.ts';
import { randomSums } from './stimulus/tiles.ts';

/** Makes a job, the same one every time. */
export type JobMaker = () => ArrayJob;

export interface RandomJobs {
  readonly subject: ArraySubject;
  readonly seed: number;
  /** n of the weight words. */
  readonly modes: readonly number[];
  /** Vectors of all jobs together. */
  readonly vectors: number;
  /** Vectors of one job, about: it is held in memory whole. */
  readonly jobVectors: number;
}

/** Most tiles of a job, about. */
const MOST_TILES = 16;

const RARE: Gaps = { chance: 16, longest: 3 };
const OFTEN: Gaps = { chance: 160, longest: 4 };
const LONG: Gaps = { chance: 48, longest: 96 };
const EVERY: Gaps = { chance: 256, longest: 1 };
const SOME: readonly Gaps[] = [RARE, OFTEN, LONG, EVERY];

/** Jobs in which nothing is held up: every result is due in a cycle that is known. */
export function fullSpeedJobs(options: RandomJobs): JobMaker[] {
  return jobs(options, 'full speed', () => ({}));
}

/** Jobs whose streams are held up: one of them, then all, in turn. */
export function gapJobs(options: RandomJobs): JobMaker[] {
  return jobs(options, 'gaps', (random, index) => {
    const only = STREAMS[index % (STREAMS.length + 1)];
    const gaps = Object.fromEntries(
      STREAMS.map((stream) => [
        stream,
        only === undefined || only === stream ? random.pick(SOME) : FULL_SPEED[stream],
      ]),
    ) as unknown as StreamGaps;
    return { what: `gaps in ${only === undefined ? 'all streams' : only}`, gaps };
  });
}

/** Jobs that a reset ends in any state, each followed by one at full speed. */
export function resetJobs(options: RandomJobs): JobMaker[] {
  return jobs(options, 'resets', (random, index) => {
    if (index % 2 === 1) return { what: 'full speed after a reset' };
    const { rows, cols, vectors } = options.subject.shape;
    const gaps = random.once(2) ? FULL_SPEED : { ...FULL_SPEED, results: LONG, weights: RARE };
    return {
      what: 'given up for a reset',
      gaps,
      givenUpAfter: 1 + random.below(4 * (rows + cols + vectors)),
    };
  });
}

function jobs(
  { subject, seed, modes, vectors, jobVectors }: RandomJobs,
  use: string,
  vary: (random: Random, index: number) => Partial<ArrayJob>,
): JobMaker[] {
  const each = Math.min(jobVectors, MOST_TILES * subject.shape.vectors);
  return Array.from({ length: Math.ceil(vectors / each) }, (_, index) => () => {
    const random = createRandom(seed, `array ${use} ${modes.join()} ${index}`);
    return {
      what: use,
      gaps: FULL_SPEED,
      givenUpAfter: 0,
      seed: random.word(),
      ...vary(random, index),
      tiles: randomSums(subject, { modes, vectors: each }, random),
    };
  });
}
