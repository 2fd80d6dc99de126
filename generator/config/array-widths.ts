import { agnosticBounds, NO_START, type ProductParameters } from '../../golden/exact/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import { signedWidth } from '../systemverilog.ts';
import {
  configBounds,
  type DesignInputs,
  rowWidths,
  type WeightBounds,
} from '../weights/bounds.ts';
import type { FormatRanges } from './array-formats.ts';
import type { ArrayArithmetic, FormatRange, LaneShape } from './array-shape.ts';
import { automaticWidth } from './defaults.ts';
import type { ArrayConfig } from './resolve-array.ts';

/** What a config says of the sizes of sums. */
type Sized = Pick<ArrayConfig, 'array' | 'accumulator'>;

/** Lanes with the widths of their sums, and what known weights these are for. Throws Failure (input). */
export function sizedLanes(
  ranges: FormatRanges,
  config: Sized,
  arithmetic: ArrayArithmetic,
  inputs: DesignInputs,
): { readonly lanes: LaneShape[]; readonly weights?: WeightBounds } {
  // Lanes of one format have the same sums, which known weights take a while to bound.
  const needs = new Map<LpFormat, SumWidths>();
  const lanes = ranges.lanes.map((lane) => {
    const product = productOf(lane, ranges.activation, arithmetic);
    const needed = needs.get(product.weight) ?? sumWidths(product, config, inputs);
    needs.set(product.weight, needed);
    return laneShape({ ...lane, product }, config, needed);
  });
  const [weights] = [...needs.values()].flatMap((needed) => needed.weights ?? []);
  return weights === undefined ? { lanes } : { lanes, weights };
}

/** The largest product of a lane, from which its widths follow. */
function productOf(
  lane: FormatRanges['lanes'][number],
  activation: FormatRange,
  arithmetic: ArrayArithmetic,
): ProductParameters {
  const { converter, converterFraction, align, accumulatorFraction } = arithmetic;
  return {
    weight: lane.weight.largest,
    activation: activation.largest,
    converter,
    converterFraction,
    align,
    accumulatorFraction,
  };
}

/** Bits in which a lane's sums cannot overflow (specification, section 6). */
interface SumWidths {
  /** Behind each row of PEs. */
  readonly rows: readonly number[];
  /** Over all tiles, start values included. */
  readonly all: number;
  /** Of the weights that they were sized for. */
  readonly weights?: WeightBounds;
}

function sumWidths(
  product: ProductParameters,
  { array: { rows }, accumulator }: Sized,
  inputs: DesignInputs,
): SumWidths {
  const known = configBounds(accumulator, product, inputs);
  if (known !== undefined && inputs.weights !== undefined) {
    const bits = rowWidths(product, inputs.weights, known.activations, rows);
    return { rows: bits, all: known.P, weights: known };
  }
  const b = BigInt(accumulator.startMax);
  return {
    rows: Array.from(
      { length: rows },
      (_, above) => agnosticBounds(product, Math.min(above + 1, accumulator.depth), NO_START).width,
    ),
    all: agnosticBounds(product, accumulator.depth, { least: -b, most: b }).width,
  };
}

/** No accumulator is narrower. */
const LEAST_WIDTH = 2;

function laneShape(
  lane: Omit<LaneShape, 'tileWidth' | 'rowWidths' | 'width'>,
  { array, accumulator }: Sized,
  needed: SumWidths,
): LaneShape {
  const width = accumulator.width === 'auto' ? automaticWidth(needed.all) : accumulator.width;
  const { taper } = array;
  if (startWidth(accumulator.startMax) > width) {
    throw new Failure(
      'input',
      `accumulator.startMax is ${accumulator.startMax}, more than the ${width} bits of the outer ` +
        `accumulator of lane ${lane.index} hold`,
      'lower accumulator.startMax, or raise accumulator.width',
    );
  }
  if (array.tileWidth !== 'auto' && array.tileWidth > width) {
    throw new Failure(
      'input',
      `array.tileWidth is ${array.tileWidth}, more than the ${width} bits of the outer ` +
        `accumulator of lane ${lane.index}`,
      'a tile sum must fit accumulator.width',
    );
  }
  const widest = Math.max(LEAST_WIDTH, ...needed.rows);
  const tileWidth = array.tileWidth === 'auto' ? Math.min(width, widest) : array.tileWidth;
  const rowWidths = needed.rows.map((bits) =>
    taper ? Math.min(tileWidth, Math.max(LEAST_WIDTH, bits)) : tileWidth,
  );
  return { ...lane, width, tileWidth, rowWidths };
}

/** Bits of a start value; 0 where there are none. */
export function startWidth(startMax: number): number {
  return startMax === 0 ? 0 : signedWidth(-startMax, startMax);
}

/**
 * Bits of c. Beyond some end every sum saturates, or underflows, alike: two octaves more than lie
 * between the faintest or largest sum and the ends of the output's words.
 */
export function scaleWidth(
  { accumulatorFraction, fraction }: ArrayArithmetic,
  output: FormatRange,
  lanes: readonly LaneShape[],
): number {
  const width = Math.max(...lanes.map((lane) => lane.width));
  const reach = Math.ceil(output.maxLog / 2 ** output.fractionBits) + 2;
  const least = -(Math.max(0, width - accumulatorFraction) + reach);
  const most = Math.max(0, accumulatorFraction) + reach;
  return signedWidth(least * 2 ** fraction, most * 2 ** fraction);
}
