import type { LaneShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { SumArithmetic } from '../pe/arithmetic.ts';
import { fixedPe } from '../pe/fixed-pe.ts';
import type { Pe } from '../pe/widths.ts';

/** Lanes of a PE that one instance of a product module multiplies for. */
export interface LaneGroup {
  /** More than one only where weights have no log: such products differ in nothing but the sign. */
  readonly lanes: readonly LaneShape[];
  /** The first of the lanes, whose formats and widths the others have too. */
  readonly first: LaneShape;
}

/** Every lane with a log by itself, all without one together. */
export function laneGroups({ shape }: ArrayResolved): LaneGroup[] {
  const groups: { first: LaneShape; lanes: LaneShape[] }[] = [];
  for (const lane of shape.lanes) {
    const open = groups.at(-1);
    if (open !== undefined && !hasLog(open.first) && !hasLog(lane)) open.lanes.push(lane);
    else groups.push({ first: lane, lanes: [lane] });
  }
  return groups;
}

/** A weight of two bits is 0, 1, -1 or NaR. */
export function hasLog({ weight }: LaneShape): boolean {
  return weight.logWidth > 0;
}

/** What the product of a lane is made from: its operands arrive decoded, and no register cuts it. */
export function laneMultiplier(resolved: ArrayResolved, lane: LaneShape): Pe {
  return fixedPe(laneArithmetic(resolved, lane), 'logs', []);
}

function laneArithmetic(
  { shape, derived, arithmetic }: ArrayResolved,
  { weight, tileWidth }: LaneShape,
): SumArithmetic {
  return {
    weight,
    activation: shape.activation,
    converter: arithmetic.converter,
    Fp: derived.Fp,
    G: derived.G,
    align: arithmetic.align,
    overflow: arithmetic.overflow,
    A: derived.A,
    P: tileWidth,
  };
}

/** Bits of the addend: a magnitude and its sign, or what a sum that wraps around keeps of them. */
export function addendWidth({ arithmetic, widths }: Pe): number {
  const bits = widths.magnitude + 1;
  return arithmetic.overflow === 'wrap' ? Math.min(bits, arithmetic.P) : bits;
}

/** Whether some product alone exceeds the range of a sum that saturates. */
export function hasHuge({ alignment }: Pe): boolean {
  return alignment.huge !== 'none';
}
