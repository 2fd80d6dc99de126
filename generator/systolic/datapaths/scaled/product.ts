import type { Cut } from '../../../../golden/datapaths/index.ts';
import { bitLength } from '../../../systemverilog.ts';
import { slice } from '../../../views/text.ts';
import { type ActCode, actCode, type WeightCode, weightCode } from './codes.ts';
import { fixedPoint, type ScaledFormat } from './format.ts';
import { type Window, windowOf } from './window.ts';

/** A multiplication of numbers with exponents: significands are multiplied, distances added. */
export interface ScaledProduct {
  readonly weight: ScaledFormat;
  /** As it leaves the edge. */
  readonly activation: ScaledFormat;
  /** Octaves that the edge shifts the significands of activations by. */
  readonly shiftedAtEdge: number;
  readonly weightCode: WeightCode;
  readonly actCode: ActCode;
  readonly window: Window;
  readonly significandBits: number;
  /** Bits of the sum of both distances. */
  readonly distanceBits: number;
  /** Whether the edge prepares three times the significand of an activation. */
  readonly hasTriple: boolean;
}

interface ScaledOptions {
  readonly weight: ScaledFormat;
  readonly activation: ScaledFormat;
  /** A. */
  readonly fraction: number;
  readonly align: Cut;
  /** What the edge makes of an activation, where another product decides it. */
  readonly actCode?: ActCode;
}

/** Throws CutToZero. */
export function scaledProduct(options: ScaledOptions): ScaledProduct {
  const { weight, fraction, align } = options;
  const isFixed = isBetterFixed(options);
  const activation = isFixed ? fixedPoint(options.activation) : options.activation;
  const bits = [weight.fractionBits + 1, activation.fractionBits + 1];
  // A significand of one bit makes no longer ones.
  const significandBits = bits.includes(1) ? Math.max(...bits) : sum(bits);
  const weightLsb = weight.top - weight.fractionBits;
  const actLsb = activation.top - activation.fractionBits;
  const window = windowOf({
    significandBits,
    top: weightLsb + actLsb + fraction,
    least: weight.least + activation.least + fraction,
    largest: BigInt(Math.floor(weight.largest * activation.largest * 2 ** fraction)),
    align,
  });
  const codes = {
    weightCode: weightCode(weight, window),
    actCode: options.actCode ?? actCode(activation, window),
  };
  return {
    weight,
    activation,
    shiftedAtEdge: isFixed ? options.activation.depth : 0,
    ...codes,
    window,
    significandBits,
    distanceBits: bitLength(codes.weightCode.deepest + codes.actCode.deepest),
    hasTriple: weight.fractionBits > 0 && codes.actCode.significandBits > 1,
  };
}

/** Few octaves, and a weight that only selects: wider significands cost a PE less than adding distances. */
function isBetterFixed({ weight, activation, actCode }: ScaledOptions): boolean {
  return actCode === undefined && weight.fractionBits <= 1 && activation.depth <= 2;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Bits that PEs hold of a weight: sign, distance, fraction. */
export function storedBits({ weightCode: { distanceBits, fractionBits } }: ScaledProduct): number {
  return 1 + distanceBits + fractionBits;
}

/** Bits that PEs read of an activation: sign, distance, triple but for its lowest bit, significand. */
export function busBits({ actCode, hasTriple }: ScaledProduct): number {
  const { distanceBits, significandBits } = actCode;
  return 1 + distanceBits + significandBits + (hasTriple ? significandBits + 1 : 0);
}

/** One of several products of a module. */
export interface Place {
  /** What tells its names from another's: "" or a number. */
  readonly lane: string;
  /** Lowest bit of its weight among those that a PE holds. */
  readonly weightLow: number;
  /** The product whose activation is on the bus, from its lowest bit on. */
  readonly bus: ScaledProduct;
}

/** The only product of a module. */
export function alone(product: ScaledProduct): Place {
  return { lane: '', weightLow: 0, bus: product };
}

/** Where the fields of a weight and of an activation are, as part-selects of the product's ports. */
export function fieldsOf({ weightCode }: ScaledProduct, { weightLow, bus }: Place) {
  const { fractionBits, distanceBits } = weightCode;
  const { actCode } = bus;
  const below = busBits(bus) - 1 - actCode.distanceBits;
  return {
    weightNegative: `weight_i[${weightLow + fractionBits + distanceBits}]`,
    weightBits: (high: number, low: number) => slice('weight_i', weightLow + high, weightLow + low),
    actNegative: `act_i[${busBits(bus) - 1}]`,
    actDistance: slice('act_i', below + actCode.distanceBits - 1, below),
    actTriple: slice('act_i', below - 1, actCode.significandBits),
    actSignificand: slice('act_i', actCode.significandBits - 1, 0),
  };
}
