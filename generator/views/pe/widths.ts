import type { MacParameters } from '../../../golden/exact/index.ts';
import { bitLength, signedWidth } from '../../systemverilog.ts';
import type { Alignment } from './alignment.ts';
import type { ProductArithmetic, SumArithmetic } from './arithmetic.ts';
import type { Pipeline } from './pipeline.ts';

/** Up to the significand of the product, the same in every kind of PE; in bits. */
export interface ProductWidths {
  readonly weightLog: number;
  readonly actLog: number;
  readonly logSum: number;
  readonly exponent: number;
  readonly significand: number;
  /** Largest log of a product, in units of 2^-Fp; the smallest is its negative. */
  readonly logSumMax: number;
}

/** Widths of the internal signals, in bits. */
export interface PeWidths extends ProductWidths {
  /** The shift: signed where products can lie below the window, else an amount. */
  readonly shift: number;
  readonly shiftAmount: number;
  readonly magnitude: number;
  readonly window: number;
  readonly acc: number;
  readonly sum: number;
}

/** What the sections up to the significand are made from, in every kind of PE. */
export interface Multiplier {
  readonly arithmetic: ProductArithmetic;
  readonly widths: ProductWidths;
  readonly pipeline: Pipeline;
}

/** All that the sections of a PE with a fixed-point sum are made from. */
export interface Pe extends Multiplier {
  readonly arithmetic: SumArithmetic;
  readonly alignment: Alignment;
  readonly widths: PeWidths;
}

export function productWidths({ weight, activation, Fp, G }: ProductArithmetic): ProductWidths {
  const logSumMax =
    weight.maxLog * 2 ** (Fp - weight.fractionBits) +
    activation.maxLog * 2 ** (Fp - activation.fractionBits);
  const logSum = Math.max(signedWidth(-logSumMax, logSumMax), Fp + 1);
  return {
    weightLog: weight.logWidth,
    actLog: activation.logWidth,
    logSum,
    exponent: logSum - Fp,
    significand: G + 1,
    logSumMax,
  };
}

export function peWidths(
  { align, overflow, P }: SumArithmetic,
  product: ProductWidths,
  aligned: Alignment,
): PeWidths {
  const shiftAmount = bitLength(Math.max(0, aligned.shiftMax));
  return {
    ...product,
    shift: readsTiny(align, aligned)
      ? Math.max(product.exponent, signedWidth(aligned.shiftMin, aligned.shiftMax))
      : shiftAmount,
    shiftAmount,
    magnitude: aligned.magnitude,
    window: aligned.window,
    acc: P,
    sum: overflow === 'wrap' ? P : P + (aligned.magnitude < P ? 1 : 2),
  };
}

/** Whether a product below the window has to be told apart: not where its shift empties the window. */
export function readsTiny(align: MacParameters['align'], { tiny, wraps }: Alignment): boolean {
  return wraps || (tiny && (align === 'floor' || align === 'floor-act'));
}
