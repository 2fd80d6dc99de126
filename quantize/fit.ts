import { wordValues } from '../golden/fast/index.ts';
import { type LpFormat, lpFormat } from '../golden/format.ts';
import { type Grid, lpGrid, positGrid } from './grid.ts';
import { bestIntegerStep } from './integer.ts';
import { quantizeValues } from './lp-words.ts';
import { createMagnitudes, type Magnitudes } from './magnitudes.ts';
import { isBetter, type Measured, measure, type Quality } from './measure.ts';
import { bestCandidates } from './search.ts';

export interface FitOptions {
  /** Word length in bits. */
  readonly n: number;
  readonly rounding: 'log' | 'linear';
  /** Only this exponent width; default: all of 0..maxEs. */
  readonly es?: number;
  /** Largest exponent width; default: 5. */
  readonly maxEs?: number;
  /** Only this regime cap; default: all of 1..n-1. */
  readonly rs?: number;
}

export interface LpFit extends Quality {
  readonly format: LpFormat;
}

/** Another number format, scaled as well as it can be. */
export interface OtherFit extends Quality {
  /** INT8, posit<8,1>. */
  readonly name: string;
  /** Value of one unit. */
  readonly scale: number;
}

export interface Fit {
  readonly best: LpFit;
  readonly others: readonly OtherFit[];
}

const LARGEST_ES = 5;
const POSIT_ES = [0, 1, 2];

/**
 * The LP<n, es, rs, sf> with the highest signal-to-quantisation-noise ratio for finite values that
 * are not all zero, sf over every multiple of 1/16; beside it INT n with a least-squares step and
 * standard posits. Ties go to the smaller es, then the larger rs, then the smaller |sf|. The search
 * runs on sums over sorted magnitudes; what its rounding leaves open is decided value by value with
 * the golden quantiser. Throws FormatError.
 */
export function fitTensor(values: Float64Array, options: FitOptions): Fit {
  const { squarable, octaves } = madeSquarable(values);
  const magnitudes = createMagnitudes(squarable, magnitudeCells(options));
  const shiftedOptions = { ...options, octaves };
  const others = [
    integerFit(squarable, magnitudes, options.n),
    ...POSIT_ES.map((es) => positFit(squarable, magnitudes, shiftedOptions, es)),
  ];
  return {
    best: shiftedBack(bestLp(squarable, magnitudes, shiftedOptions), octaves),
    others: others.map((other) => ({ ...other, scale: other.scale * 2 ** octaves })),
  };
}

/** The best of fitTensor() alone, which takes a fraction of the time. Throws FormatError. */
export function fitFormat(values: Float64Array, options: FitOptions): LpFit {
  const { squarable, octaves } = madeSquarable(values);
  const magnitudes = createMagnitudes(squarable, magnitudeCells(options));
  return shiftedBack(bestLp(squarable, magnitudes, { ...options, octaves }), octaves);
}

/** Octaves around 1 within which squares and their sums neither overflow nor vanish. */
const SQUARABLE = 300;

/** What is asked of a tensor that is 2^octaves times the one at hand. */
interface ShiftedOptions extends FitOptions {
  readonly octaves: number;
}

/** Values times 2^-octaves, a power within which squares are safe; as they are where they can be. */
function madeSquarable(values: Float64Array): { squarable: Float64Array; octaves: number } {
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const octaves = Math.floor(Math.log2(largest));
  if (Math.abs(octaves) <= SQUARABLE) return { squarable: values, octaves: 0 };
  const half = Math.trunc(-octaves / 2);
  return { squarable: values.map((x) => x * 2 ** half * 2 ** (-octaves - half)), octaves };
}

/** The fit of a tensor that is 2^octaves times the fitted one. */
function shiftedBack(fit: LpFit, octaves: number): LpFit {
  const { n, es, rs, sf } = fit.format;
  return { ...fit, format: lpFormat({ n, es, rs, sf: sf - octaves }) };
}

function magnitudeCells({ n }: FitOptions): number {
  return 2 ** Math.max(7, n - 1);
}

function bestLp(values: Float64Array, magnitudes: Magnitudes, options: ShiftedOptions): LpFit {
  const { rounding, octaves } = options;
  const grids = shapes(options).map((of) => ({ of, grid: lpGrid(of, rounding) }));
  let best: { format: LpFormat; measured: Measured } | undefined;
  for (const { of, sf } of bestCandidates(magnitudes, grids, octaves)) {
    const format = lpFormat({ n: of.n, es: of.es, rs: of.rs, sf });
    const measured = measureLp(values, format, rounding);
    if (best === undefined || isBetter(measured, best.measured)) best = { format, measured };
  }
  if (best === undefined) throw new Error('a search over at least one format finds one');
  return { format: best.format, ...quality(best.measured) };
}

/** By increasing es, then decreasing rs: the order in which ties are settled. */
function shapes({ n, es, rs, maxEs = LARGEST_ES }: FitOptions): LpFormat[] {
  const exponents = es === undefined ? range(0, maxEs) : [es];
  const caps = rs === undefined ? range(1, n - 1).reverse() : [rs];
  return exponents.flatMap((width) => caps.map((cap) => lpFormat({ n, es: width, rs: cap })));
}

/** How well an LP format holds values, by the golden quantiser. */
export function measureLp(
  values: Float64Array,
  format: LpFormat,
  rounding: FitOptions['rounding'],
): Measured {
  const words = quantizeValues(values, format, rounding);
  const meanings = wordValues(format);
  let index = 0;
  const next = () => meanings[words[index++] as number] as number;
  return measure(values, next, meanings[format.maxWord] as number);
}

function integerFit(values: Float64Array, magnitudes: Magnitudes, n: number): OtherFit {
  const most = 2 ** (n - 1) - 1;
  const step = bestIntegerStep(magnitudes, most);
  const nearest = (x: number) => {
    const level = Math.min(most, Math.round(Math.abs(x) / step)) * step;
    return x < 0 ? -level : level;
  };
  return { name: `INT${n}`, scale: step, ...quality(measure(values, nearest, most * step)) };
}

function positFit(
  values: Float64Array,
  magnitudes: Magnitudes,
  { n, octaves }: ShiftedOptions,
  es: number,
): OtherFit {
  const grid = positGrid(n, es);
  const candidates = bestCandidates(magnitudes, [{ of: es, grid }], octaves).map(({ sf }) => ({
    scale: 2 ** -sf,
    measured: measureNearest(values, grid, 2 ** -sf),
  }));
  const best = candidates.reduce((a, b) => (isBetter(b.measured, a.measured) ? b : a));
  return { name: `posit<${n},${es}>`, scale: best.scale, ...quality(best.measured) };
}

function measureNearest(values: Float64Array, grid: Grid, scale: number): Measured {
  const levels = grid.values.map((value) => value * scale);
  return measure(values, (x) => nearestLevel(levels, x), levels[levels.length - 1] as number);
}

function nearestLevel(levels: Float64Array, x: number): number {
  const magnitude = Math.abs(x);
  let low = 0;
  let high = levels.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const mean = ((levels[middle] as number) + (levels[middle + 1] as number)) / 2;
    if (mean < magnitude) low = middle + 1;
    else high = middle;
  }
  return Math.sign(x) * (levels[low] as number);
}

function quality({ sqnr, zeros, saturated }: Measured): Quality {
  return { sqnr, zeros, saturated };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
