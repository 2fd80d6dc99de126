import type { ArrayShape, LaneShape } from '../../config/array-shape.ts';
import { svSignExtend, svZeroExtend } from '../../systemverilog.ts';
import { sumOffset } from '../buses.ts';
import { beyondRange } from '../pe/accumulate.ts';
import { addendWidth, hasHuge } from '../product/multiplier.ts';
import type { PlannedProduct } from '../product/view.ts';
import { assignments, declarations, type Parameter, type Signal, slice } from '../text.ts';
import type { Band } from './bands.ts';

/** Partial sums of a PE's lanes. */
export interface SumsView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly assignments: readonly string[];
  /** Lanes by number. */
  readonly lanes: readonly number[];
  readonly outputs: readonly string[];
}

/** The partial sum of one lane in a band of rows. */
export interface LaneSum {
  readonly lane: LaneShape;
  /** Bits that are held. */
  readonly width: number;
  /** Bits of the sum before clamping; as many as are held where it cannot overflow or wraps. */
  readonly total: number;
  readonly addend: number;
  readonly huge: boolean;
  /** Lowest bit on the bus. */
  readonly offset: number;
}

export function laneSums(
  shape: ArrayShape,
  { widths }: Band,
  products: readonly PlannedProduct[],
): LaneSum[] {
  return shape.lanes.map((lane) => {
    const product = products.find(({ group }) => group.lanes.includes(lane));
    if (product === undefined) throw new RangeError(`lane ${lane.index} has no product`);
    const width = widths[lane.index] ?? lane.tileWidth;
    const { pe } = product;
    // Only where all bits of a tile's sum are held can more products follow than they have room for.
    const total = width === lane.tileWidth ? pe.widths.sum : width;
    const offset = sumOffset(shape, lane);
    return { lane, width, total, addend: addendWidth(pe), huge: hasHuge(pe), offset };
  });
}

export function sumsView(sums: readonly LaneSum[]): SumsView {
  return {
    story: sums.some(clamps)
      ? 'each lane adds its product to the sum from above; beyond the range it is clamped.'
      : 'each lane adds its product to the sum from above.',
    signals: declarations([
      ...sums.flatMap(signalsOf),
      { name: 'nar_q', width: 'Lanes', meaning: 'an operand so far was NaR' },
    ]),
    assignments: assignments(Object.assign({}, ...sums.map(assignmentsOf))),
    lanes: sums.map(({ lane }) => lane.index),
    outputs: assignments(Object.fromEntries(sums.map(outputOf))),
  };
}

function outputOf({ lane, width, offset }: LaneSum): [string, string] {
  const bits = slice('sum_o', offset + lane.tileWidth - 1, offset);
  return [bits, svSignExtend(`sum_${lane.index}_q`, width, lane.tileWidth)];
}

/**
 * Bits of the sums from above that only repeat a sign, and those of products that known weights do
 * not have.
 */
export function unusedSumBits(sums: readonly LaneSum[]): string[] {
  return [
    ...sums
      .filter(({ lane, width }) => width < lane.tileWidth)
      .map(({ lane, width, offset }) =>
        slice('sum_i', offset + lane.tileWidth - 1, offset + width),
      ),
    ...sums
      .filter(({ addend, total }) => addend > total)
      .map(({ lane, addend, total }) => slice(`addend_${lane.index}`, addend - 1, total)),
  ];
}

export function sumParameters(sums: readonly LaneSum[]): Parameter[] {
  return sums.flatMap((sum) => {
    const { lane, width, total } = sum;
    const { index, tileWidth } = lane;
    const bits =
      width < tileWidth ? `of the ${tileWidth} bits in the last row` : 'as in the last row';
    return [
      { name: `Addend${index}Width`, value: sum.addend, why: `product of lane ${index}` },
      { name: `Sum${index}Width`, value: width, why: `partial sum of lane ${index}, ${bits}` },
      ...(clamps(sum)
        ? [{ name: `Total${index}Width`, value: total, why: 'the same before clamping' }]
        : []),
    ];
  });
}

function clamps({ width, total }: LaneSum): boolean {
  return total > width;
}

function signalsOf(sum: LaneSum): Signal[] {
  const { index } = sum.lane;
  const width = `Sum${index}Width`;
  return [
    { name: `sum_${index}_q`, width, signed: true, meaning: `partial sum of lane ${index}` },
    { name: `sum_${index}_d`, width, signed: true, meaning: 'with this product' },
    { name: `above_${index}`, width, signed: true, meaning: 'sum from the PE above' },
    ...(clamps(sum)
      ? [
          {
            name: `total_${index}`,
            width: `Total${index}Width`,
            signed: true,
            meaning: 'before clamping',
          },
          { name: `overflow_${index}`, meaning: 'the sum does not fit' },
          { name: `side_${index}`, meaning: '1: below the range' },
        ]
      : []),
  ];
}

function assignmentsOf(sum: LaneSum): Record<string, string> {
  const { lane, width, total, addend, huge, offset } = sum;
  const { index } = lane;
  const above = slice('sum_i', offset + width - 1, offset);
  const added = [
    svSignExtend(`above_${index}`, width, total),
    addend > total
      ? `$signed(${slice(`addend_${index}`, total - 1, 0)})`
      : svSignExtend(`addend_${index}`, addend, total),
    svZeroExtend(`carry[${index}]`, 1, total),
  ].join(' + ');
  if (!clamps(sum)) return { [`above_${index}`]: above, [`sum_${index}_d`]: added };
  const beyond = beyondRange(`total_${index}`, total, width);
  const sign = `total_${index}[Total${index}Width-1]`;
  const clamped = `{side_${index}, {${width - 1}{!side_${index}}}}`;
  return {
    [`above_${index}`]: above,
    [`total_${index}`]: added,
    [`overflow_${index}`]: huge ? `huge_${index} || ${beyond}` : beyond,
    [`side_${index}`]: huge ? `huge_${index} ? addend_${index}[${addend - 1}] : ${sign}` : sign,
    [`sum_${index}_d`]: `overflow_${index} ? ${clamped} : total_${index}[Sum${index}Width-1:0]`,
  };
}
