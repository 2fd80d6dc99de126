import { createRandom, type Random } from '../../random.ts';
import type { GridSubject } from '../subject.ts';
import { type Beat, emptyTile, fullBeats, type GridTile } from '../tile.ts';
import { type ModeWords, modeWords } from '../words.ts';
import { fillPrevious } from './sums.ts';

/** Vectors of the longest tile. */
const LONGEST = 64;

/**
 * Random words and sums. A new mode comes with all weights; else as often some rows of PEs keep those
 * that move down to them. Beats come with pauses, tiles after few vectors or many.
 */
export function* randomTiles(
  subject: GridSubject,
  seed: number,
  vectors: number,
): Iterable<GridTile> {
  const { datapath, shape } = subject;
  const random = createRandom(seed, 'random tiles');
  const modes = datapath.modes.map((_, mode) => modeWords(subject, mode));
  let mode = -1;
  for (let made = 0; made < vectors; ) {
    const next = made === 0 || random.once(2) ? random.below(modes.length) : mode;
    const words = modes[next] as ModeWords;
    const [weights, acts] = pools(words, random);
    const count = next !== mode || random.once(2) ? shape.peRows : 1 + random.below(shape.peRows);
    const beats = fullBeats(subject, () => random.pick(weights))
      .slice(0, count)
      .map((beat): Beat => ({ ...beat, pause: random.once(4) ? 1 + random.below(4) : 0 }));
    const tile = emptyTile(subject, next, beats, 1 + random.below(random.once(4) ? LONGEST : 8));
    for (let at = 0; at < tile.acts.length; at++) tile.acts[at] = random.pick(acts);
    fillPrevious(subject, tile, random);
    yield tile;
    mode = next;
    made += tile.vectors;
  }
}

/** Words to choose from: all, those of numbers, or few. */
function pools(words: ModeWords, random: Random): readonly [readonly number[], readonly number[]] {
  switch (random.below(4)) {
    case 0:
      return [words.weights, words.acts];
    case 1:
      return [few(words.realWeights, random), few(words.realActs, random)];
    default:
      return [words.realWeights, words.realActs];
  }
}

function few(words: readonly number[], random: Random): number[] {
  return Array.from({ length: 3 }, () => random.pick(words));
}
