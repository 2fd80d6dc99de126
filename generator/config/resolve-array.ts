import {
  agnosticBounds,
  lanesOfWord,
  type MacParameters,
  NO_START,
  type ProductParameters,
} from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import { signedWidth } from '../systemverilog.ts';
import {
  configBounds,
  type DesignInputs,
  rowWidths,
  type WeightBounds,
} from '../weights/bounds.ts';
import type { ArrayShape, FormatRange, LaneShape } from './array-shape.ts';
import { automaticWidth, type Complete, MAX_CONVERTER_FRACTION } from './defaults.ts';
import { type CheckedArray, FIXED_DEFAULTS, RUN_TIME_DEFAULTS } from './schema.ts';

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

/** Arithmetic that all lanes share. */
export type ArrayArithmetic = Pick<
  MacParameters,
  'converter' | 'converterFraction' | 'align' | 'overflow' | 'accumulatorFraction'
> & {
  /** X: bits below the leading one that the encoder reads. */
  readonly inputBits: number;
  /** Fo: fraction bits of the encoder's log. */
  readonly fraction: number;
  readonly underflow: 'flush' | 'saturate';
};

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
  const lanes = ranges.lanes.map((lane) => {
    const product = productOf(lane, ranges.activation, arithmetic);
    return laneShape({ ...lane, product }, config, sumWidths(product, config, inputs));
  });
  const { rows, cols, vectors } = config.array;
  const shape: ArrayShape = {
    rows,
    cols,
    modes: ranges.modes,
    lanes,
    containerBits: ranges.containerBits,
    runTime: ranges.runTime,
    maxEs: ranges.runTime ? maxEsOf(checked) : 0,
    activation: ranges.activation,
    output: ranges.output,
    vectors,
    // A vector takes its slot when it enters and gives it back rows + cols + 2 cycles later.
    resultSlots: rows + cols + 3,
    // As many tiles of 4 * rows vectors, each a sum of its own, can be under way at once.
    channelSets: 1 + Math.ceil((rows + cols + 2) / (4 * rows)),
    // A start value fits the sum that it begins.
    startWidth: startWidth(accumulator.startMax),
    scaleWidth: scaleWidth(arithmetic, ranges.output, lanes),
  };
  const [first] = lanes;
  const weights = first && configBounds(accumulator, first.product, inputs);
  const derived = derive(shape, arithmetic, Fp);
  return {
    config,
    derived: weights === undefined ? derived : { ...derived, weights },
    shape,
    arithmetic,
  };
}

interface Ranges {
  readonly runTime: boolean;
  readonly modes: readonly number[];
  readonly lanes: readonly Pick<LaneShape, 'index' | 'modes' | 'weight'>[];
  readonly containerBits: number;
  readonly activation: FormatRange;
  readonly output: FormatRange;
}

const CONTAINER_BITS = 8;

function formatRanges(checked: CheckedArray): Ranges {
  const { weight, activation, output } = checked;
  if (weight === undefined || activation === undefined) {
    refuseLooseFormats(checked);
    const maxEs = maxEsOf(checked);
    const modes = [...new Set(checked.array.modes ?? RUN_TIME_DEFAULTS.modes)].sort(
      (a, b) => b - a,
    );
    const count = Math.max(...modes.map(lanesOfWord));
    const lanes = Array.from({ length: count }, (_, index) => {
      const served = modes.filter((n) => lanesOfWord(n) > index);
      return { index, modes: served, weight: runTimeRange(served[0] ?? 8, maxEs) };
    });
    const words = runTimeRange(CONTAINER_BITS, maxEs);
    return {
      runTime: true,
      modes,
      lanes,
      containerBits: CONTAINER_BITS,
      activation: words,
      output: words,
    };
  }
  refuseRunTimeOptions(checked);
  const fixed = fixedRange(lpFormat(weight));
  const { n } = fixed;
  const count = lanesOfWord(n);
  return {
    runTime: false,
    modes: [n],
    lanes: Array.from({ length: count }, (_, index) => ({
      index,
      modes: [n],
      weight: withoutLog(fixed),
    })),
    containerBits: count * n,
    activation: fixedRange(lpFormat(activation)),
    output: fixedRange(lpFormat(output ?? activation)),
  };
}

function maxEsOf({ array }: CheckedArray): number {
  return array.maxEs ?? RUN_TIME_DEFAULTS.maxEs;
}

/** Formats are fixed together or come at run time together. */
function refuseLooseFormats({ weight, activation, output }: CheckedArray): void {
  const given = Object.entries({ weight, activation, output }).find(([, value]) => value);
  if (given === undefined) return;
  const missing = weight === undefined ? 'weight' : 'activation';
  throw new Failure(
    'input',
    `${given[0]} fixes a format, but ${missing} is missing`,
    'an array has fixed formats (weight and activation) or takes them at run time (neither)',
  );
}

function refuseRunTimeOptions({ array }: CheckedArray): void {
  const given = (['modes', 'maxEs'] as const).find((key) => array[key] !== undefined);
  if (given === undefined) return;
  throw new Failure(
    'input',
    `array.${given} has no meaning where weight and activation fix the formats`,
    `remove it, or remove weight and activation`,
  );
}

function fixedRange(format: LpFormat): FormatRange {
  // As the decoder of a fixed format has it: {regime, exponent, fraction}.
  const exponent = format.n === 2 ? 0 : format.es;
  const regime = signedWidth(-format.rs, format.rs - 1);
  return {
    n: format.n,
    fractionBits: format.fractionBits,
    maxLog: format.maxLog,
    logWidth: regime + exponent + format.fractionBits,
    fixed: format,
    largest: format,
  };
}

/** A weight of 2 bits is 0, 1, -1 or NaR: its log is 0 and takes no bits. */
function withoutLog(range: FormatRange): FormatRange {
  return range.n === 2 ? { ...range, logWidth: 0 } : range;
}

/** LP<n, 0..maxEs, 1..n-1>: logs are {k, rest} shifted left by es, in units of 2^-(n-2). */
function runTimeRange(n: number, maxEs: number): FormatRange {
  const fractionBits = n - 2;
  const formats = Array.from({ length: n - 1 }, (_, index) =>
    lpFormat({ n, es: maxEs, rs: index + 1, sf: 0 }),
  );
  const logOf = (format: LpFormat) => format.maxLog * 2 ** (fractionBits - format.fractionBits);
  const largest = formats.reduce((best, format) => (logOf(format) > logOf(best) ? format : best));
  const maxLog = logOf(largest);
  const logWidth = signedWidth(-maxLog, maxLog);
  return withoutLog({ n, fractionBits, maxLog, logWidth, fixed: null, largest });
}

function productOf(
  lane: Ranges['lanes'][number],
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
}

function sumWidths(
  product: ProductParameters,
  { array: { rows }, accumulator }: ArrayConfig,
  inputs: DesignInputs,
): SumWidths {
  const b = BigInt(accumulator.startMax);
  const known = configBounds(accumulator, product, inputs);
  if (known !== undefined && inputs.weights !== undefined) {
    return { rows: rowWidths(product, inputs.weights, known.activations, rows), all: known.P };
  }
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
  { array, accumulator }: ArrayConfig,
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

function withDefaults(checked: CheckedArray, ranges: Ranges, Fp: number): ArrayConfig {
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
      ...(ranges.runTime ? { modes: ranges.modes as (8 | 4 | 2)[], maxEs: maxEsOf(checked) } : {}),
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
  };
}

function startWidth(startMax: number): number {
  return startMax === 0 ? 0 : signedWidth(-startMax, startMax);
}

/**
 * Bits of c. Beyond some end every sum saturates, or underflows, alike: two octaves more than lie
 * between the faintest or largest sum and the ends of the output's words.
 */
function scaleWidth(
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
