import type { Extremes } from './extremes.ts';

export type Side = 'upper' | 'lower';
export const SIDES: readonly Side[] = ['upper', 'lower'];

/** Products of one channel that are added up, and how far they can pull to a side. */
export interface Largest {
  readonly side: Side;
  readonly channel: number;
  /** The first product. */
  readonly from: number;
  readonly count: number;
  /** b; 0 for a tile. */
  readonly start: bigint;
  /** U+, or -U-: no partial sum goes further, in whatever order. */
  readonly bound: bigint;
  /** The sum of the start value and the extreme products: less than the bound where b pulls the other way. */
  readonly reach: bigint;
}

/** Weight words of a layer, M x K, and what each adds at most. */
export interface Rows {
  readonly words: Uint16Array;
  readonly depth: number;
  readonly extremesOf: (word: number) => Extremes;
}

/** The tile of `tile` products, of all channels, with the largest bound of each side. */
export function largestTiles(rows: Rows, tile: number): Largest[] {
  const { words, depth } = rows;
  return SIDES.map((side) => {
    let largest: Largest | undefined;
    for (let channel = 0; channel * depth < words.length; channel++) {
      for (let from = 0; from < depth; from += tile) {
        const count = Math.min(tile, depth - from);
        const bound = pull(rows, side, channel * depth + from, count);
        if (largest === undefined || size(bound) > size(largest.bound)) {
          largest = { side, channel, from, count, start: 0n, bound, reach: bound };
        }
      }
    }
    return largest;
  }).filter((each) => each !== undefined);
}

/**
 * The channel with the largest bound of each side, start values included, and where its start value
 * pulls the other way, the one with the largest sum too.
 */
export function largestRows(rows: Rows, startOf: (channel: number) => bigint): Largest[] {
  const { words, depth } = rows;
  const channels = Array.from({ length: words.length / depth }, (_, channel) => channel);
  return SIDES.flatMap((side) => {
    const all = channels.map((channel): Largest => {
      const start = startOf(channel);
      const sum = pull(rows, side, channel * depth, depth);
      const helps = side === 'upper' ? start > 0n : start < 0n;
      const bound = helps ? sum + start : sum;
      return { side, channel, from: 0, count: depth, start, bound, reach: sum + start };
    });
    const towards = side === 'upper' ? 1n : -1n;
    const [widest, furthest] = (['bound', 'reach'] as const).map((key) =>
      all.reduce<Largest | undefined>(
        (best, each) =>
          best === undefined || towards * each[key] > towards * best[key] ? each : best,
        undefined,
      ),
    );
    if (widest === undefined || furthest === undefined) return [];
    return widest.reach === widest.bound ? [widest] : [widest, furthest];
  });
}

function pull({ words, extremesOf }: Rows, side: Side, from: number, count: number): bigint {
  let sum = 0n;
  for (let index = from; index < from + count; index++) {
    const { most, least } = extremesOf(words[index] as number);
    sum += side === 'upper' ? most : least;
  }
  return sum;
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Bits of the narrowest two's complement number that holds an integer. */
export function bitsOf(value: bigint): number {
  let bits = 1;
  while (BigInt.asIntN(bits, value) !== value) bits++;
  return bits;
}
