import type { OptionsOf } from '../../../../golden/datapaths/index.ts';
import { antilog } from '../../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import {
  type FractionName,
  largestLog,
  linearWeightCode,
  type WeightCode,
} from './linear-weight-code.ts';

/** How an activation looks on its way through the grid. */
export type BusForm = 'unsigned' | 'sign-magnitude' | 'twos-complement';

/**
 * A product by a shift: the edge multiplies the activation by the largest weight of either fraction, 0 and 1/2, and a PE
 * holds of a weight which fraction it has and how many octaves it lies below that largest one.
 */
export interface LinearProduct {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  readonly form: BusForm;
  /** A. */
  readonly sumFraction: number;
  /** G. */
  readonly converterFraction: number;
  /** Fraction 0 first; at least one. */
  readonly classes: readonly LinearClass[];
  /** Bits of the largest product's magnitude, in LSBs of the sum. */
  readonly magnitudeBits: number;
  /** Magnitude and, where it is rounded, the bit below it. */
  readonly windowBits: number;
  readonly code: WeightCode;
}

/** Products of the largest weight of one fraction. */
export interface LinearClass {
  readonly name: FractionName;
  /** Log of that weight, in units of 2^-F. */
  readonly log: number;
  /** Bits of the magnitude on the bus, with the one that rounds. */
  readonly bits: number;
  /** By the activation's fraction: significand of the product, in units of 2^-G and of the activation's octave. */
  readonly significands: readonly bigint[];
  /** Zeros below the significand of an activation of the largest octave; negative: bits cut from it. */
  readonly zerosBelow: number;
}

type LinearOptions = OptionsOf<'lp-linear'>;

/** Throws FormatError, RangeError where every product is cut to 0, and TypeError for a cut that the bus does not allow. */
export function linearProduct(options: LinearOptions): LinearProduct {
  const weight = lpFormat(options.weight);
  const activation = lpFormat(options.activation);
  const form = busForm(options);
  const guard = options.align === 'nearest' ? 1 : 0;
  const classes = (['whole', 'half'] as const).flatMap((name) => {
    const log = largestLog(weight, name);
    if (log === null) return [];
    return [
      linearClass(
        { name, log },
        weight,
        activation,
        options.converterFraction,
        options.fraction + guard,
      ),
    ];
  });
  const windowBits = Math.max(...classes.map(({ bits }) => bits));
  const magnitudeBits = windowBits - guard;
  if (magnitudeBits < 1) {
    throw new RangeError(`every product is 0 in LSBs of 2^${-options.fraction}`);
  }
  return {
    weight,
    activation,
    form,
    sumFraction: options.fraction,
    converterFraction: options.converterFraction,
    classes: classes.map((own) => ({ ...own, bits: Math.max(1, own.bits) })),
    magnitudeBits,
    windowBits,
    code: linearWeightCode(weight, windowBits, form !== 'twos-complement'),
  };
}

/** Only for negative activations do truncation and floor differ: the form of the bus does one of them. */
function busForm({ align, bus, nonNegative }: LinearOptions): BusForm {
  const cutFits = nonNegative || (align === 'floor-act') === (bus === 'twos-complement');
  if (align === 'floor' || !cutFits) {
    throw new TypeError(`align "${align}" is not for a ${bus} bus`);
  }
  return nonNegative ? 'unsigned' : bus;
}

function linearClass(
  { name, log }: Pick<LinearClass, 'name' | 'log'>,
  weight: LpFormat,
  activation: LpFormat,
  G: number,
  fractionBits: number,
): LinearClass {
  const fraction = Math.max(weight.fractionBits, activation.fractionBits);
  const unit = {
    weight: 2 ** (fraction - weight.fractionBits),
    act: 2 ** (fraction - activation.fractionBits),
  };
  const weightOctave = Math.floor(log / 2 ** weight.fractionBits);
  const weightFraction = log * unit.weight - weightOctave * 2 ** fraction;
  const actOctave = Math.floor(activation.maxLog / 2 ** activation.fractionBits);
  const largest = Math.floor((log * unit.weight + activation.maxLog * unit.act) / 2 ** fraction);
  return {
    name,
    log,
    bits: largest + fractionBits + 1,
    significands: Array.from({ length: 2 ** activation.fractionBits }, (_, index) => {
      const sum = weightFraction + index * unit.act;
      const carries = sum >= 2 ** fraction ? 1 : 0;
      return antilog('table', G, fraction, sum - carries * 2 ** fraction) << BigInt(carries);
    }),
    zerosBelow: actOctave + weightOctave + fractionBits - G,
  };
}

/** Bits on the bus: those of the classes, fraction 0 low, and a sign above. */
export function busBits({ classes, form }: LinearProduct): number {
  return classes.reduce((sum, { bits }) => sum + bits, form === 'unsigned' ? 0 : 1);
}
