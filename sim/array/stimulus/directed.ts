import { lanesOfWord } from '../../../golden/exact/index.ts';
import { type ArrayJob, FULL_SPEED, type SentTile } from '../job.ts';
import type { ArraySubject } from '../parameters.ts';
import { faintSum } from './faint.ts';
import { largestFormats } from './formats.ts';
import { returningSums } from './returning.ts';
import { uniformSum } from './uniform.ts';

/** Tiles of the longest sum; deeper sums would take too long. */
const MOST_TILES = 256;

/** Jobs that random words would not make: sums at both ends, NaR alone among numbers, zeros. */
export function directedJobs(subject: ArraySubject, modes: readonly number[]): ArrayJob[] {
  const { accumulator } = subject.config;
  const tiles = Math.min(MOST_TILES, Math.ceil(accumulator.depth / subject.shape.rows));
  const start = BigInt(accumulator.startMax);
  const jobs = modes.flatMap((mode) => [
    job(`largest sums, ${mode}-bit weights`, [
      ...extremeSum(subject, mode, { tiles, weightSign: 1, actSign: 1, start }),
      ...extremeSum(subject, mode, { tiles, weightSign: -1, actSign: 1, start: -start }),
    ]),
    // One tile more than a width was chosen for.
    job(`sums beyond the ends, ${mode}-bit weights`, [
      ...extremeSum(subject, mode, { tiles: tiles + 1, weightSign: 1, actSign: -1, start: -start }),
      ...extremeSum(subject, mode, { tiles: tiles + 1, weightSign: -1, actSign: -1, start }),
    ]),
    job(`sums back from the ends, ${mode}-bit weights`, returningSums(subject, mode)),
    job(`NaR in one lane, ${mode}-bit weights`, [
      ...lonely(subject, mode, 'nothing'),
      ...lonely(subject, mode, 'weight'),
      ...lonely(subject, mode, 'activation'),
      ...lonely(subject, mode, 'nothing'),
    ]),
    job(`zeros, ${mode}-bit weights`, zeros(subject, mode)),
    job(
      `faint sums, ${mode}-bit weights`,
      [0, 1, 2].flatMap((seed) => faintSum(subject, mode, seed)),
    ),
  ]);
  return jobs.filter(({ tiles: sent }) => sent.length > 0);
}

function job(what: string, tiles: readonly SentTile[]): ArrayJob {
  return { what, tiles, gaps: FULL_SPEED, seed: 1, givenUpAfter: 0 };
}

interface Extreme {
  readonly tiles: number;
  readonly weightSign: 1 | -1;
  readonly actSign: 1 | -1;
  readonly start: bigint;
}

/** A sum of the largest products of one sign, for two vectors: so many products, and one in each tile. */
function extremeSum(
  subject: ArraySubject,
  mode: number,
  { tiles, weightSign, actSign, start }: Extreme,
): SentTile[] {
  const formats = largestFormats(subject.shape, mode);
  const { weight, activation } = formats;
  const signed = (word: number, n: number, sign: 1 | -1) => (sign === 1 ? word : 2 ** n - word);
  const act = signed(activation.maxWord, activation.n, actSign);
  return uniformSum(subject, mode, {
    tiles,
    start,
    weightWord: signed(weight.maxWord, weight.n, weightSign),
    activations: (vector, row) => (vector === 0 || row === 0 ? act : 0),
  });
}

/** Words of 1.0, with one NaR somewhere: the last row's, in the middle of the lanes and columns. */
function lonely(
  subject: ArraySubject,
  mode: number,
  where: 'nothing' | 'weight' | 'activation',
): SentTile[] {
  const { rows, cols } = subject.shape;
  const { weight, activation } = largestFormats(subject.shape, mode);
  const one = (n: number) => 2 ** (n - 2);
  const sent = uniformSum(subject, mode, {
    tiles: 2,
    start: 0n,
    weightWord: one(weight.n),
    activations: (vector, row) =>
      where === 'activation' && vector === 0 && row === rows - 1
        ? activation.narWord
        : one(activation.n),
  });
  if (where !== 'weight') return sent;
  const lane = lanesOfWord(weight.n) >> 1;
  const at = (rows - 1) * cols + (cols >> 1);
  return sent.map(({ tile, ports }, index) => {
    if (index > 0) return { tile, ports };
    const weights = tile.weights.slice();
    const others = (weights[at] as number) & ~((2 ** weight.n - 1) << (lane * weight.n));
    weights[at] = others | (weight.narWord << (lane * weight.n));
    return { tile: { ...tile, weights }, ports };
  });
}

function zeros(subject: ArraySubject, mode: number): SentTile[] {
  return uniformSum(subject, mode, {
    tiles: 1,
    start: 0n,
    weightWord: 0,
    activations: () => 0,
  });
}
