import type { LaneShape } from '../../../generator/index.ts';
import { lanesOfWord, productMagnitude } from '../../../golden/exact/index.ts';
import { decodeTable } from '../../../golden/fast/index.ts';
import type { SentTile } from '../job.ts';
import type { ArraySubject } from '../parameters.ts';
import { largestFormats } from './formats.ts';
import { uniformSum } from './uniform.ts';

/** Most tiles to an end, and most products back: farther ends would take too long. */
const MOST_TILES_UP = 256;
const MOST_BACK = 32;
/** Most LSBs that may be left: every bit of the end still shows. */
const MOST_LEFT = 15n;

/**
 * Sums that saturate and come back to about 0, where every bit of the end shows: vector 0 from one end,
 * vector 1 from the other, for each width of the outer accumulators. None where sums wrap, or where no
 * products lead there and back.
 */
export function returningSums(subject: ArraySubject, mode: number): SentTile[] {
  if (subject.arithmetic.overflow !== 'saturate') return [];
  const { weight, activation } = largestFormats(subject.shape, mode);
  const products = productsOfOne(subject, mode);
  const signed = (word: number, isNegative: boolean) =>
    isNegative ? 2 ** activation.n - word : word;
  const lanes = subject.shape.lanes.slice(0, lanesOfWord(weight.n));
  return distinctWidths(lanes).flatMap((lane) => {
    const way = wayOf(subject, lane, products);
    if (way === null) return [];
    const { up, largest, back } = way;
    return [0, 1].flatMap((lower) =>
      uniformSum(subject, mode, {
        tiles: up + back.length,
        start: 0n,
        weightWord: oneOf(weight.n),
        activations: (vector, row, tile) => {
          const isLower = vector % 2 !== lower;
          if (tile < up) return signed(largest, isLower);
          return row === 0 ? signed(back[tile - up] as number, !isLower) : 0;
        },
        lead: 1,
      }),
    );
  });
}

/** The word of 1.0. */
function oneOf(n: number): number {
  return 2 ** (n - 2);
}

function distinctWidths(lanes: readonly LaneShape[]): LaneShape[] {
  return lanes.filter(
    ({ width }, index) => lanes.findIndex((lane) => lane.width === width) === index,
  );
}

interface Product {
  readonly activation: number;
  readonly lsbs: bigint;
}

/** Products of 1.0 with each positive activation, those that are not 0. */
function productsOfOne({ shape, arithmetic }: ArraySubject, mode: number): Product[] {
  const { weight, activation } = largestFormats(shape, mode);
  const parameters = { ...arithmetic, weight, activation };
  const fraction = Math.max(weight.fractionBits, activation.fractionBits);
  const { log } = decodeTable(activation);
  return Array.from({ length: activation.maxWord }, (_, index) => {
    const logSum = (log[index + 1] as number) * 2 ** (fraction - activation.fractionBits);
    return {
      activation: index + 1,
      lsbs: productMagnitude(parameters, logSum, false, false),
    };
  }).filter(({ lsbs }) => lsbs > 0n);
}

/** Tiles of the largest product to an end of a lane, and activations of one product a tile back. */
function wayOf(
  { shape }: ArraySubject,
  { width, tileWidth }: LaneShape,
  products: readonly Product[],
): { readonly up: number; readonly largest: number; readonly back: readonly number[] } | null {
  const end = 2n ** BigInt(width - 1) - 1n;
  const tileEnd = 2n ** BigInt(tileWidth - 1) - 1n;
  const largest = products.at(-1);
  if (largest === undefined) return null;
  const whole = largest.lsbs * BigInt(shape.rows);
  const up = Number(end / (whole < tileEnd ? whole : tileEnd)) + 1;
  if (up > MOST_TILES_UP) return null;
  const back: number[] = [];
  let left = end;
  while (back.length < MOST_BACK) {
    const next = products.findLast(({ lsbs }) => lsbs <= left && lsbs <= tileEnd);
    if (next === undefined) break;
    back.push(next.activation);
    left -= next.lsbs;
  }
  return left <= MOST_LEFT ? { up, largest: largest.activation, back } : null;
}
