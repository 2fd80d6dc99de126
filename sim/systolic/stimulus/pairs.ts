import { createRandom, type Random } from '../../random.ts';
import type { GridSubject } from '../subject.ts';
import { emptyTile, fullBeats, type GridTile } from '../tile.ts';
import { type ModeWords, modeWords } from '../words.ts';
import { fillPrevious } from './sums.ts';

/**
 * Every pair of words in every mode, at every row and column: words of a row are so many places behind
 * the others' that no two of them go through all pairs in step.
 */
export function* pairTiles(subject: GridSubject, seed: number): Iterable<GridTile> {
  const { shape, datapath } = subject;
  for (const mode of datapath.modes.keys()) {
    const random = createRandom(seed, `pairs, mode ${mode}`);
    const words = modeWords(subject, mode);
    const behind = Array.from({ length: shape.cols }, () =>
      places(random, shape.rows, words.weights.length),
    );
    const actsBehind = places(random, shape.rows, words.acts.length);
    for (let base = 0; base < words.weights.length; base++) {
      const beats = fullBeats(subject, (row, col) =>
        wordAt(words.weights, base + (behind[col]?.[row] ?? 0)),
      );
      yield sweptTile(subject, words, beats, actsBehind, random);
    }
  }
}

/**
 * Every pair of words in every mode, at a row whose column holds zeros in all others. Rows take turns;
 * after as many rounds as there are rows, each of them has met every pair.
 */
export function* aloneTiles(
  subject: GridSubject,
  seed: number,
  rounds: number,
): Iterable<GridTile> {
  const { shape, datapath } = subject;
  for (const mode of datapath.modes.keys()) {
    const random = createRandom(seed, `alone, mode ${mode}`);
    const words = modeWords(subject, mode);
    const count = words.weights.length;
    for (let round = 0; round < rounds; round++) {
      for (let base = 0; base < count; base += shape.cols) {
        const beats = fullBeats(subject, (row, col) => {
          const number = base + col;
          return row === (number + round) % shape.rows
            ? wordAt(words.weights, number)
            : words.zeroWeight;
        });
        const actsBehind = places(random, shape.rows, words.acts.length);
        yield sweptTile(subject, words, beats, actsBehind, random);
      }
    }
  }
}

/** A tile in which each row meets every activation word. */
function sweptTile(
  subject: GridSubject,
  { mode, acts }: ModeWords,
  beats: GridTile['beats'],
  behind: readonly number[],
  random: Random,
): GridTile {
  const { rows } = subject.shape;
  const tile = emptyTile(subject, mode, beats, acts.length);
  for (let vector = 0; vector < tile.vectors; vector++) {
    for (let row = 0; row < rows; row++) {
      tile.acts[vector * rows + row] = wordAt(acts, vector + (behind[row] ?? 0));
    }
  }
  fillPrevious(subject, tile, random);
  return tile;
}

function places(random: Random, count: number, limit: number): number[] {
  return Array.from({ length: count }, () => random.below(limit));
}

/** A word of a list that goes on from its beginning. */
function wordAt(words: readonly number[], at: number): number {
  return words[at % words.length] as number;
}
