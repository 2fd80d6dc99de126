import type { DesignInputs, WeightBounds } from '../weights/bounds.ts';
import { requireFittingAccelerator } from './accelerator.ts';
import { type FormatRanges, formatRanges } from './array-formats.ts';
import type { ArrayArithmetic, ArrayShape } from './array-shape.ts';
import { scaleWidth, sizedLanes, startWidth } from './array-widths.ts';
import { type Complete, MAX_CONVERTER_FRACTION } from './defaults.ts';
import { type CheckedArray, FIXED_DEFAULTS } from './schema.ts';

type Given = CheckedArray;

/** An array's config with every default filled in, as the manifest shows it. */
export type ArrayConfig = Pick<Given, 'name' | 'kind' | 'weight' | 'activation' | 'output'> & {
  /** Without modes and maxEs where weight and activation fix the formats. */
  readonly array: Omit<Complete<Given['array']>, 'modes' | 'maxEs'> &
    Pick<Given['array'], 'modes' | 'maxEs'>;
  readonly converter: Complete<Given['converter']>;
  readonly accumulator: Complete<Omit<Given['accumulator'], 'weights'>> &
    Pick<Given['accumulator'], 'weights'>;
  readonly encoder: Complete<Given['encoder']>;
  /** Depths of the accelerator's buffers; absent where there is none. */
  readonly accelerator?: NonNullable<Given['accelerator']>;
};

/** Numbers that follow from an array's config, under the names of the specification. */
export interface ArrayDerived {
  /** Fraction bits of the weights' logs, per lane. */
  readonly F_w: readonly number[];
  readonly F_a: number;
  readonly F_o: number;
  readonly Fp: number;
  readonly G: number;
  readonly X: number;
  readonly Fo: number;
  readonly A: number;
  /** Widths of tile sums per lane, in bits. */
  readonly P_I: readonly number[];
  /** Widths of outer accumulators per lane. */
  readonly P_O: readonly number[];
  readonly shape: ArrayShapeSummary;
  /** Where accumulator.weights names some: what their sums take, and of which weights. */
  readonly weights?: WeightBounds;
}

/** Sizes that a user of the array needs to know. */
export type ArrayShapeSummary = Pick<
  ArrayShape,
  'vectors' | 'resultSlots' | 'channelSets' | 'startWidth' | 'scaleWidth' | 'containerBits'
>;

/** An array's config, ready for use: formats validated, numbers derived. */
export interface ArrayResolved {
  readonly config: ArrayConfig;
  readonly derived: ArrayDerived;
  readonly shape: ArrayShape;
  readonly arithmetic: ArrayArithmetic;
}

/**
 * Fills in the defaults that need arithmetic and derives widths; `inputs` holds what the config
 * refers to. Throws Failure (input).
 */
export function resolveArray(checked: CheckedArray, inputs: DesignInputs = {}): ArrayResolved {
  const ranges = formatRanges(checked);
  const Fp = Math.max(
    ...ranges.lanes.map(({ weight }) => weight.fractionBits),
    ranges.activation.fractionBits,
  );
  const config = withDefaults(checked, ranges, Fp);
  const { accumulator, converter, encoder } = config;
  const arithmetic: ArrayArithmetic = {
    converter: converter.kind,
    converterFraction: converter.fraction,
    align: accumulator.align,
    overflow: accumulator.overflow,
    accumulatorFraction: accumulator.fraction,
    inputBits: encoder.inputBits,
    fraction: encoder.fraction,
    underflow: encoder.underflow,
  };
  const { lanes, weights } = sizedLanes(ranges, config, arithmetic, inputs);
  const { rows, cols, vectors } = config.array;
  const shape: ArrayShape = {
    rows,
    cols,
    modes: ranges.modes,
    lanes,
    containerBits: ranges.containerBits,
    runTime: ranges.runTime,
    maxEs: ranges.maxEs,
    activation: ranges.activation,
    output: ranges.output,
    vectors,
    // A vector takes its slot when it enters and gives it back rows + cols + 2 cycles later.
    resultSlots: rows + cols + 3,
    // As many tiles of 4 * rows vectors, each a sum of its own, can be under way at once.
    channelSets: 1 + Math.ceil((rows + cols + 2) / (4 * rows)),
    startWidth: startWidth(accumulator.startMax),
    scaleWidth: scaleWidth(arithmetic, ranges.output, lanes),
  };
  requireFittingAccelerator(config, shape);
  const derived = derive(shape, arithmetic, Fp);
  return {
    config,
    derived: weights === undefined ? derived : { ...derived, weights },
    shape,
    arithmetic,
  };
}

function withDefaults(checked: CheckedArray, ranges: FormatRanges, Fp: number): ArrayConfig {
  const { array, accumulator, converter, encoder } = checked;
  const { weight, activation } = checked;
  const fraction =
    encoder.fraction ?? Math.min(ranges.output.fractionBits + 2, MAX_CONVERTER_FRACTION);
  // Every key in the schema's order: the manifest's bytes do not depend on what was left out.
  return {
    name: checked.name,
    kind: checked.kind,
    array: {
      rows: array.rows,
      cols: array.cols,
      ...(ranges.runTime ? { modes: ranges.modes as (8 | 4 | 2)[], maxEs: ranges.maxEs } : {}),
      vectors: array.vectors ?? 4 * array.rows,
      tileWidth: array.tileWidth,
      taper: array.taper,
    },
    ...(weight && activation ? { weight, activation, output: checked.output ?? activation } : {}),
    converter: {
      kind: converter.kind,
      fraction: converter.fraction ?? Math.min(Fp + 2, MAX_CONVERTER_FRACTION),
    },
    accumulator: {
      kind: accumulator.kind,
      width: accumulator.width ?? FIXED_DEFAULTS.width,
      fraction: accumulator.fraction ?? FIXED_DEFAULTS.fraction,
      align: accumulator.align ?? FIXED_DEFAULTS.align,
      overflow: accumulator.overflow ?? FIXED_DEFAULTS.overflow,
      startMax: accumulator.startMax ?? FIXED_DEFAULTS.startMax,
      depth: accumulator.depth,
      ...(accumulator.weights === undefined ? {} : { weights: accumulator.weights }),
      oneSided: accumulator.oneSided ?? FIXED_DEFAULTS.oneSided,
    },
    encoder: {
      inputBits: encoder.inputBits ?? fraction + 2,
      fraction,
      underflow: encoder.underflow,
    },
    ...(checked.accelerator === undefined ? {} : { accelerator: checked.accelerator }),
  };
}

function derive(shape: ArrayShape, arithmetic: ArrayArithmetic, Fp: number): ArrayDerived {
  const { lanes, activation, output } = shape;
  const { vectors, resultSlots, channelSets, startWidth, scaleWidth, containerBits } = shape;
  return {
    F_w: lanes.map(({ weight }) => weight.fractionBits),
    F_a: activation.fractionBits,
    F_o: output.fractionBits,
    Fp,
    G: arithmetic.converterFraction,
    X: arithmetic.inputBits,
    Fo: arithmetic.fraction,
    A: arithmetic.accumulatorFraction,
    P_I: lanes.map(({ tileWidth }) => tileWidth),
    P_O: lanes.map(({ width }) => width),
    shape: { vectors, resultSlots, channelSets, startWidth, scaleWidth, containerBits },
  };
}
