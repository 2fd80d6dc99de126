import type { Random } from '../../random.ts';
import type { GridSubject } from '../subject.ts';
import type { GridTile } from '../tile.ts';

/** Fills in sums of the tiles before: of every size, one in eight at an end of its range. */
export function fillPrevious({ shape }: GridSubject, tile: GridTile, random: Random): void {
  const { lanes } = shape;
  for (let at = 0; at < tile.previous.length; at++) {
    tile.previous[at] = randomSum(random, lanes[at % lanes.length]?.outerWidth ?? 0);
  }
}

function randomSum(random: Random, bits: number): number {
  const word = random.word();
  if ((word & 7) === 0) return endOf(word >>> 3, bits);
  return bits > 32
    ? (word | 0) * 2 ** (bits - 32) + random.below(2 ** (bits - 32))
    : (word | 0) >> (32 - bits);
}

/** 0, -1, or an end of the range of a two's complement integer. */
function endOf(which: number, bits: number): number {
  switch (which & 3) {
    case 0:
      return 0;
    case 1:
      return -1;
    case 2:
      return -(2 ** (bits - 1));
    default:
      return 2 ** (bits - 1) - 1;
  }
}
