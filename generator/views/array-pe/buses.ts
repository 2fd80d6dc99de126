import type { ArrayShape, LaneShape } from '../../config/array-shape.ts';

/** A decoded word is {nar, zero, sign, log}. */
export const FLAG_BITS = 3;

/** Bits of a decoded activation. */
export function actWidth({ activation }: ArrayShape): number {
  return FLAG_BITS + activation.logWidth;
}

/** Bits of the decoded weights of one PE, lane 0 in the low bits. */
export function weightWidth({ lanes }: ArrayShape): number {
  return lanes.reduce((bits, { weight }) => bits + FLAG_BITS + weight.logWidth, 0);
}

/** Bits of the partial sums of one PE, lane 0 in the low bits; the same in every row. */
export function sumWidth({ lanes }: ArrayShape): number {
  return lanes.reduce((bits, { tileWidth }) => bits + tileWidth, 0);
}

/** Lowest bit of a lane's partial sum. */
export function sumOffset({ lanes }: ArrayShape, { index }: LaneShape): number {
  return lanes.slice(0, index).reduce((bits, { tileWidth }) => bits + tileWidth, 0);
}
