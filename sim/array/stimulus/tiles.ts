import { type ArrayTile, lanesOfWord } from '../../../golden/exact/index.ts';
import type { LpFormat } from '../../../golden/format.ts';
import type { Random } from '../../random.ts';
import type { SentTile } from '../job.ts';
import type { ArraySubject } from '../parameters.ts';
import { randomChannels } from './channels.ts';
import { firstSums } from './estimate.ts';
import { portsOf, randomFormats } from './formats.ts';
import { WORD_STYLES, wordPicker } from './words.ts';

export interface RandomTiles {
  /** n of the weight words. */
  readonly modes: readonly number[];
  /** Vectors of all tiles together, at least. */
  readonly vectors: number;
}

const LONGEST_SUM = 4;
/** One tile in so many holds NaRs, a few of them, among its weights; so does one vector in so many. */
const NAR_TILE_PERIOD = 4;
const NAR_VECTOR_PERIOD = 48;
const RELU_PERIOD = 4;

/** Whole sums of random tiles: formats, modes, lengths and words change with every tile. */
export function randomSums(
  subject: ArraySubject,
  { modes, vectors }: RandomTiles,
  random: Random,
): SentTile[] {
  const tiles: SentTile[] = [];
  for (let made = 0; made < vectors; ) {
    const length = randomLength(subject, random);
    const count = random.once(2) ? 1 : 1 + random.below(LONGEST_SUM);
    tiles.push(...randomSum(subject, { modes, length, count }, random));
    made += count * length;
  }
  return tiles;
}

/** One vector, as many as fit, as many as rows, or any number. */
function randomLength({ shape }: ArraySubject, random: Random): number {
  const { rows, vectors } = shape;
  const any = 1 + random.below(vectors);
  return random.pick([1, any, any, Math.min(rows, vectors), vectors, vectors]);
}

interface Sum {
  readonly modes: readonly number[];
  /** Vectors of each tile. */
  readonly length: number;
  /** Tiles. */
  readonly count: number;
}

/** The tiles of one sum. */
export function randomSum(
  subject: ArraySubject,
  { modes, length, count }: Sum,
  random: Random,
): SentTile[] {
  const sent = Array.from({ length: count }, (_, index) =>
    randomTile(subject, { mode: random.pick(modes), length, isLast: index === count - 1 }, random),
  );
  const sums = firstSums(
    subject,
    sent.map(({ tile }) => tile),
  );
  const channels = randomChannels(subject, sums, random);
  return sent.map(({ tile, ports }, index) =>
    index === 0 ? { tile: { ...tile, channels }, ports } : { tile, ports },
  );
}

interface Place {
  readonly mode: number;
  readonly length: number;
  readonly isLast: boolean;
}

/** A tile that goes on with sums. */
function randomTile(
  subject: ArraySubject,
  { mode, length, isLast }: Place,
  random: Random,
): SentTile {
  const { shape } = subject;
  const formats = randomFormats(shape, mode, random);
  const { weight, activation, output } = formats;
  const tile: ArrayTile = {
    weight,
    activation,
    weights: randomWeights(subject, weight, random),
    activations: randomActivations(subject, activation, length, random),
    vectors: length,
    channels: null,
    results: isLast ? { output, relu: random.once(RELU_PERIOD) } : null,
  };
  return { tile, ports: portsOf(formats, random) };
}

/** Containers of a tile; bits above the words of a fixed format are not there. */
export function randomWeights(
  { shape }: ArraySubject,
  format: LpFormat,
  random: Random,
): Uint16Array {
  const { rows, cols } = shape;
  const pick = wordPicker(format, random.pick(WORD_STYLES), random);
  const narPeriod = random.once(NAR_TILE_PERIOD) ? 4 * rows : 0;
  const lanes = lanesOfWord(format.n);
  return Uint16Array.from({ length: rows * cols }, () => {
    let container = 0;
    for (let lane = 0; lane < lanes; lane++) {
      const word = narPeriod > 0 && random.once(narPeriod) ? format.narWord : pick();
      container |= word << (lane * format.n);
    }
    return container;
  });
}

/** Words of vectors, now and then with a NaR. */
export function randomActivations(
  { shape }: ArraySubject,
  format: LpFormat,
  vectors: number,
  random: Random,
): Uint16Array {
  const { rows } = shape;
  const pick = wordPicker(format, random.pick(WORD_STYLES), random);
  const words = new Uint16Array(vectors * rows);
  for (let at = 0; at < words.length; at++) words[at] = pick();
  for (let vector = 0; vector < vectors; vector++) {
    if (random.once(NAR_VECTOR_PERIOD)) words[vector * rows + random.below(rows)] = format.narWord;
  }
  return words;
}
