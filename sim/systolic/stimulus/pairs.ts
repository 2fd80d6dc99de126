import { createRandom, type Random } from '../../random.ts';
import type { GridSubject } from '../subject.ts';
import { emptyTile, fullBeats, type GridTile } from '../tile.ts';
import { type ModeWords, modeWords } from '../words.ts';
import { fillPrevious } from './sums.ts';

/**
 * Every pair of words in every mode, at every row and column. Each row and column goes through all
 * weight words in an order of its own, and through all activation words anew with each of them.
 */
export function* pairTiles(subject: GridSubject, seed: number): Iterable<GridTile> {
  const { shape, datapath } = subject;
  for (const mode of datapath.modes.keys()) {
    const random = createRandom(seed, `pairs, mode ${mode}`);
    const words = modeWords(subject, mode);
    const weights = Array.from({ length: shape.rows * shape.cols }, () =>
      shuffled(words.weights, random),
    );
    for (const turn of words.weights.keys()) {
      const beats = fullBeats(
        subject,
        (row, col) => weights[row * shape.cols + col]?.[turn] as number,
      );
      yield sweptTile(subject, words, beats, random);
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
    const { weights, zeroWeight } = words;
    for (let round = 0; round < rounds; round++) {
      for (let first = 0; first < weights.length; first += shape.cols) {
        const beats = fullBeats(subject, (row, col) => {
          const turn = first + col;
          const isAlone = row === (turn + round) % shape.rows;
          return isAlone ? (weights[turn % weights.length] as number) : zeroWeight;
        });
        yield sweptTile(subject, words, beats, random);
      }
    }
  }
}

/** A tile in which each row meets every activation word. */
function sweptTile(
  subject: GridSubject,
  { mode, acts }: ModeWords,
  beats: GridTile['beats'],
  random: Random,
): GridTile {
  const { rows } = subject.shape;
  const tile = emptyTile(subject, mode, beats, acts.length);
  for (let row = 0; row < rows; row++) {
    for (const [vector, word] of shuffled(acts, random).entries()) {
      tile.acts[vector * rows + row] = word;
    }
  }
  fillPrevious(subject, tile, random);
  return tile;
}

function shuffled(words: readonly number[], random: Random): number[] {
  const list = [...words];
  for (let left = list.length; left > 1; left--) {
    const at = random.below(left);
    const last = list[left - 1] as number;
    list[left - 1] = list[at] as number;
    list[at] = last;
  }
  return list;
}
