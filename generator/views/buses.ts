import type { ArrayShape, FormatRange, LaneShape } from '../config/array-shape.ts';

/** {nar, zero, sign}: bits of a decoded word above its log. */
const FLAG_BITS = 3;

/** Bits of the buses between the modules of an array. */
export interface Buses {
  /** A decoded activation, {nar, zero, sign, log}. */
  readonly act: number;
  /** The decoded weights of one PE, lane 0 in the low bits. */
  readonly weight: number;
  /** The tile sums of one column, P_I bits a lane. */
  readonly sum: number;
  /** The finished sums of one column, P_O bits a lane. */
  readonly acc: number;
  /** The result words of one column. */
  readonly result: number;
}

export function busesOf({ activation, lanes, output }: ArrayShape): Buses {
  return {
    act: decodedBits(activation),
    weight: total(lanes.map(({ weight }) => decodedBits(weight))),
    sum: total(lanes.map(({ tileWidth }) => tileWidth)),
    acc: total(lanes.map(({ width }) => width)),
    result: lanes.length * output.n,
  };
}

export function decodedBits({ logWidth }: FormatRange): number {
  return FLAG_BITS + logWidth;
}

/** P_O of the widest lane: what the encoder reads. */
export function widestSum(lanes: readonly LaneShape[]): number {
  return Math.max(...lanes.map(({ width }) => width));
}

/** Lowest bit of a lane's partial sum among those of a PE. */
export function sumOffset({ lanes }: ArrayShape, { index }: LaneShape): number {
  return total(lanes.slice(0, index).map(({ tileWidth }) => tileWidth));
}

export function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
