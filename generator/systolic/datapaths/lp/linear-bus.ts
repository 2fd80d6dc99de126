import type { Cut, LpShape, OptionsOf } from '../../../../golden/datapaths/index.ts';
import { antilog } from '../../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import { CutToZero } from '../cut-to-zero.ts';
import { logOf, rangeOfLogs } from './log-range.ts';

/** How an activation looks on its way through the grid. */
export type BusForm = 'unsigned' | 'sign-magnitude' | 'twos-complement';

/** Fraction of a weight's log: 0 or 1/2. */
export type FractionName = 'whole' | 'half';

/** What a linear activation follows from. */
export interface LinearOptions {
  readonly activation: LpShape;
  readonly converterFraction: number;
  readonly fraction: number;
  readonly align: Cut;
  /** Largest activation word that occurs. */
  readonly largest?: number | undefined;
}

/** The products of an activation with the largest weight of either fraction. */
export interface LinearBus {
  readonly activation: LpFormat;
  readonly form: BusForm;
  /** Bits below the LSB of the sum that round products: 1 or 0. */
  readonly guard: number;
  /** A. */
  readonly sumFraction: number;
  /** G. */
  readonly converterFraction: number;
  /** floor(log2) of the largest activation. */
  readonly octave: number;
  /** Fraction 0 first; at least one. */
  readonly classes: readonly LinearClass[];
}

/** Products with the largest weight of one fraction. */
export interface LinearClass {
  readonly name: FractionName;
  /** Log of that weight in halves. */
  readonly log: number;
  /** Bits of the magnitude on the bus, with those that round. */
  readonly bits: number;
  /** By the activation's fraction: significand of the product, in units of 2^-G and of the activation's octave. */
  readonly significands: readonly bigint[];
  /** Zeros below the significand of an activation of the largest octave; negative: bits cut from it. */
  readonly zerosBelow: number;
}

/** Only for negative activations do truncation and floor differ: the form of the bus does one of them. Throws TypeError. */
export function busForm({
  align,
  bus,
  nonNegative,
}: Pick<OptionsOf<'lp-linear'>, 'align' | 'bus' | 'nonNegative'>): BusForm {
  const cutFits = nonNegative || (align === 'floor-act') === (bus === 'twos-complement');
  if (align === 'floor' || !cutFits) {
    throw new TypeError(`align "${align}" is not for a ${bus} bus`);
  }
  return nonNegative ? 'unsigned' : bus;
}

/** Logs of the positive words in halves, in the order of the words. Needs F <= 1. */
export function halfLogs(format: LpFormat): number[] {
  const unit = 2 ** (1 - format.fractionBits);
  return Array.from({ length: format.maxWord }, (_, index) => logOf(format, index + 1) * unit);
}

export function fractionName(halves: number): FractionName {
  return halves % 2 === 0 ? 'whole' : 'half';
}

/** `logs`: those of all weights, in halves. Throws CutToZero. */
export function linearBus(
  logs: readonly number[],
  form: BusForm,
  options: LinearOptions,
): LinearBus {
  const activation = lpFormat(options.activation);
  const guard = options.align === 'nearest' ? 1 : 0;
  const { most } = rangeOfLogs(activation, options.largest);
  const octave = Math.floor(most / 2 ** activation.fractionBits);
  const classes = (['whole', 'half'] as const).flatMap((name): LinearClass[] => {
    const own = logs.filter((log) => fractionName(log) === name);
    if (own.length === 0) return [];
    const log = Math.max(...own);
    const fractionBits = options.fraction + guard;
    const largest = log / 2 + most / 2 ** activation.fractionBits;
    return [
      {
        name,
        log,
        bits: Math.floor(largest) + fractionBits + 1,
        significands: significands(name, activation.fractionBits, options.converterFraction),
        zerosBelow: octave + Math.floor(log / 2) + fractionBits - options.converterFraction,
      },
    ];
  });
  if (Math.max(...classes.map(({ bits }) => bits)) <= guard) {
    throw new CutToZero();
  }
  // A bus is a vector.
  const leastBits = form === 'unsigned' && classes.length === 1 ? 2 : 1;
  return {
    activation,
    form,
    guard,
    sumFraction: options.fraction,
    converterFraction: options.converterFraction,
    octave,
    classes: classes.map((own) => ({ ...own, bits: Math.max(leastBits, own.bits) })),
  };
}

/** T at the sum of both fractions, twice as much where that reaches 1. */
function significands(name: FractionName, actFraction: number, G: number): bigint[] {
  const fraction = Math.max(1, actFraction);
  const half = name === 'half' ? 2 ** (fraction - 1) : 0;
  return Array.from({ length: 2 ** actFraction }, (_, index) => {
    const sum = half + index * 2 ** (fraction - actFraction);
    const carry = sum >= 2 ** fraction ? 1 : 0;
    return antilog('table', G, fraction, sum - carry * 2 ** fraction) << BigInt(carry);
  });
}

/** Bits on the bus: those of the classes, fraction 0 low, and a sign above. */
export function linearBusBits({ classes, form }: LinearBus): number {
  return classes.reduce((sum, { bits }) => sum + bits, form === 'unsigned' ? 0 : 1);
}
