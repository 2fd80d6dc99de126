import { createRandom, type Random } from '../../random.ts';
import type { GridSubject } from '../subject.ts';
import { type Beat, emptyTile, fullBeats, type GridTile, type WeightOf } from '../tile.ts';
import { type ModeWords, modeWords } from '../words.ts';
import { fillPrevious } from './sums.ts';

/** Vectors that go through between two changes of the weights. */
const VECTORS = 8;

/**
 * Words that are no numbers, one at a time: in each row of weights, each lane, in other columns at other
 * times; then moved down and out of the grid beat by beat; in each row of the activations.
 */
export function* flagTiles(subject: GridSubject, seed: number): Iterable<GridTile> {
  const { rows } = subject.shape;
  for (const mode of subject.datapath.modes.keys()) {
    const random = createRandom(seed, `flags, mode ${mode}`);
    const words = modeWords(subject, mode);
    for (const lane of words.narWeights.filter((nars) => nars.length > 0).keys()) {
      for (let row = 0; row < rows; row++) {
        yield* weightTiles(subject, words, words.narWeights[lane] ?? [], row, random);
      }
    }
    if (words.narActs.length > 0) yield* actTiles(subject, words, random);
  }
}

/** One such weight in every other column, until beats of numbers have moved it out of the grid. */
function* weightTiles(
  subject: GridSubject,
  words: ModeWords,
  nars: readonly number[],
  at: number,
  random: Random,
): Iterable<GridTile> {
  const { shape } = subject;
  const real: WeightOf = () => random.pick(words.realWeights);
  const begin = random.below(2);
  const rowOf = Array.from({ length: shape.cols }, (_, col) => (at + col) % shape.rows);
  const beats = fullBeats(subject, (row, col) =>
    col % 2 === begin && row === rowOf[col] ? random.pick(nars) : real(row, col),
  );
  yield realTile(subject, words, beats, random);
  for (let beat = 0; beat < shape.peRows; beat++) {
    const [next] = fullBeats(subject, real);
    if (next !== undefined) yield realTile(subject, words, [next], random);
  }
}

/** Between vectors of numbers, one with such a word in each row; then one with them everywhere. */
function* actTiles(subject: GridSubject, words: ModeWords, random: Random): Iterable<GridTile> {
  const { rows } = subject.shape;
  const beats = fullBeats(subject, () => random.pick(words.realWeights));
  const rounds = Math.ceil(words.narActs.length / rows) + 1;
  const tile = filledTile(subject, words, beats, 2 * rounds * rows + 3, random);
  for (let turn = 0; turn < rounds * rows; turn++) {
    const word = words.narActs[(turn + Math.floor(turn / rows)) % words.narActs.length];
    tile.acts[(2 * turn + 1) * rows + (turn % rows)] = word ?? 0;
  }
  for (let row = 0; row < rows; row++) {
    tile.acts[(tile.vectors - 2) * rows + row] = random.pick(words.narActs);
  }
  yield tile;
}

function realTile(
  subject: GridSubject,
  words: ModeWords,
  beats: readonly Beat[],
  random: Random,
): GridTile {
  return filledTile(subject, words, beats, VECTORS, random);
}

/** A tile with numbers for activations. */
function filledTile(
  subject: GridSubject,
  words: ModeWords,
  beats: readonly Beat[],
  vectors: number,
  random: Random,
): GridTile {
  const tile = emptyTile(subject, words.mode, beats, vectors);
  for (let at = 0; at < tile.acts.length; at++) tile.acts[at] = random.pick(words.realActs);
  fillPrevious(subject, tile, random);
  return tile;
}
