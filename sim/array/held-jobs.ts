import { arrayCycles } from '../../golden/array-cycles.ts';
import { resultSlots } from '../../golden/held-results.ts';
import { createRandom, type Random } from '../random.ts';
import { FULL_SPEED, type SentTile } from './job.ts';
import type { JobMaker, RandomJobs } from './jobs.ts';
import type { ArraySubject } from './parameters.ts';
import { randomSum, randomSums } from './stimulus/tiles.ts';
import { timingsOf } from './times.ts';

/** Vectors of random tiles, in result slots: they fill them several times. */
const TIMES_ALL_SLOTS = 4;

/**
 * Jobs whose results nobody takes until all that can move has moved. From then on results leave, and
 * vectors that waited for their slots enter, in cycles that are known.
 */
export function heldJobs({
  subject,
  seed,
  modes,
}: Pick<RandomJobs, 'subject' | 'seed' | 'modes'>): JobMaker[] {
  const { shape } = subject;
  const job =
    (what: string, tilesOf: (random: Random) => SentTile[]): JobMaker =>
    () => {
      const random = createRandom(seed, `array ${what} ${modes.join()}`);
      const tiles = tilesOf(random);
      // By then the last tile would have been through, had results been taken at once.
      const resultsFrom = arrayCycles(shape, timingsOf(tiles)).end;
      return {
        what,
        tiles,
        gaps: FULL_SPEED,
        seed: random.word(),
        givenUpAfter: 0,
        resultsFrom,
      };
    };
  return [
    job('a sum of two tiles behind full result slots', (random) => [
      ...fullSlots(subject, modes, random),
      ...randomSum(subject, { modes, length: shape.vectors, count: 2 }, random),
    ]),
    job('random tiles behind full result slots', (random) =>
      randomSums(subject, { modes, vectors: TIMES_ALL_SLOTS * resultSlots(shape) }, random),
    ),
  ];
}

/** Sums of single tiles with as many vectors as there are result slots. */
function fullSlots(subject: ArraySubject, modes: readonly number[], random: Random): SentTile[] {
  const { shape } = subject;
  const tiles: SentTile[] = [];
  for (let left = resultSlots(shape); left > 0; left -= shape.vectors) {
    const length = Math.min(left, shape.vectors);
    tiles.push(...randomSum(subject, { modes, length, count: 1 }, random));
  }
  return tiles;
}
