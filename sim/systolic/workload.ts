import { putBits } from '../array/bits.ts';
import { bytesOf } from '../limbs.ts';
import { createRandom } from '../random.ts';
import type { Block, Workload } from '../workload.ts';
import { explainVector } from './explain.ts';
import { GridModel, putNumber } from './model.ts';
import { type GridLayout, type GridSubject, gridLayout } from './subject.ts';
import type { GridTile } from './tile.ts';
import { modeWords } from './words.ts';

/** Steps of the driver (systolic-jobs.h). */
const BEAT = 1;
const PAUSE = 2;
const VECTORS = 3;

/** Vectors that stand between those that are asked for. */
const IDLE_VECTORS = 16;

export interface GridCheck {
  readonly name: string;
  readonly exhaustive: boolean;
  /** The same at every call. */
  tiles(): Iterable<GridTile>;
}

/** A check in which tiles go through a grid. */
export function gridWorkload(
  subject: GridSubject,
  { name, exhaustive, tiles }: GridCheck,
  seed: number,
): Workload {
  const layout = gridLayout(subject);
  return {
    name,
    exhaustive,
    args: ['jobs'],
    fed: true,
    recordWords: layout.recordWords,
    prologue: () => bytesOf(prologueWords(subject, layout, seed)),
    *blocks(): Iterable<Block> {
      const model = new GridModel(subject);
      for (const tile of tiles()) {
        model.load(tile);
        yield {
          input: bytesOf(tileWords(subject, layout, tile)),
          expected: expectedRecords(subject, layout, model, tile),
        };
      }
    },
    explain: (difference) => explainVector(subject, tiles(), difference),
  };
}

/** The grid's times and what its inputs hold else. */
function prologueWords(subject: GridSubject, layout: GridLayout, seed: number): Uint32Array {
  const { shape, datapath } = subject;
  const random = createRandom(seed, 'between vectors');
  const { acts } = modeWords(subject, 0);
  const words = new Uint32Array(4 + IDLE_VECTORS * layout.actWords);
  words.set([layout.delay, shape.clusters, random.word(), IDLE_VECTORS]);
  for (let vector = 0; vector < IDLE_VECTORS; vector++) {
    const own = words.subarray(4 + vector * layout.actWords);
    for (let row = 0; row < shape.rows; row++) {
      putBits(own, row * datapath.activationBits, datapath.activationBits, random.pick(acts));
    }
  }
  return words;
}

function tileWords({ shape, datapath }: GridSubject, layout: GridLayout, tile: GridTile) {
  const { weightWords, actWords, previousWords } = layout;
  const { rows, cols, lanes, outerBits } = shape;
  const { mode, beats, vectors } = tile;
  const pauses = beats.filter(({ pause }) => pause > 0).length;
  const words = new Uint32Array(
    2 * pauses + beats.length * (2 + weightWords) + 2 + vectors * (actWords + previousWords),
  );
  let at = 0;
  for (const beat of beats) {
    if (beat.pause > 0) at = put(PAUSE, beat.pause);
    at = put(BEAT, mode);
    const own = words.subarray(at, at + weightWords);
    for (const [index, word] of beat.words.entries()) {
      putBits(own, index * datapath.weightBits, datapath.weightBits, word);
    }
    at += weightWords;
  }
  at = put(VECTORS, vectors);
  for (let vector = 0; vector < vectors; vector++) {
    const acts = words.subarray(at, at + actWords);
    for (let row = 0; row < rows; row++) {
      const word = tile.acts[vector * rows + row] as number;
      putBits(acts, row * datapath.activationBits, datapath.activationBits, word);
    }
    at += actWords;
    const previous = words.subarray(at, at + previousWords);
    let sum = vector * cols * lanes.length;
    for (let col = 0; col < cols; col++) {
      for (const { outerOffset, outerWidth } of lanes) {
        const value = tile.previous[sum++] as number;
        putNumber(previous, col * outerBits + outerOffset, outerWidth, value);
      }
    }
    at += previousWords;
  }
  return words;

  function put(...values: readonly number[]): number {
    words.set(values, at);
    return at + values.length;
  }
}

function expectedRecords(
  { shape: { rows, cols, lanes } }: GridSubject,
  { recordWords }: GridLayout,
  model: GridModel,
  { vectors, acts, previous }: GridTile,
): Uint32Array {
  const records = new Uint32Array(vectors * recordWords);
  const sums = cols * lanes.length;
  for (let vector = 0; vector < vectors; vector++) {
    model.answer(
      acts.subarray(vector * rows, (vector + 1) * rows),
      previous.subarray(vector * sums, (vector + 1) * sums),
      records.subarray(vector * recordWords, (vector + 1) * recordWords),
    );
  }
  return records;
}
