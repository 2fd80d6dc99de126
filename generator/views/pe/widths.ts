import type { MacParameters } from '../../../golden/exact/index.ts';
import type { Resolved } from '../../config/resolve.ts';
import { bitLength, signedWidth } from '../../systemverilog.ts';
import { decoderWidths } from '../decoder/view.ts';
import type { Alignment } from './alignment.ts';
import type { Pipeline } from './pipeline.ts';

/** Widths of the internal signals, in bits. */
export interface PeWidths {
  readonly weightLog: number;
  readonly actLog: number;
  readonly logSum: number;
  readonly exponent: number;
  readonly significand: number;
  /** The shift: signed where products can lie below the window, else an amount. */
  readonly shift: number;
  readonly shiftAmount: number;
  readonly magnitude: number;
  readonly window: number;
  readonly acc: number;
  readonly sum: number;
}

/** All that the sections are made from. */
export interface Pe {
  readonly resolved: Resolved;
  readonly alignment: Alignment;
  readonly widths: PeWidths;
  readonly pipeline: Pipeline;
}

export function peWidths({ mac, derived }: Resolved, aligned: Alignment): PeWidths {
  const logSum = Math.max(signedWidth(-aligned.logSumMax, aligned.logSumMax), derived.Fp + 1);
  const exponent = logSum - derived.Fp;
  const shiftAmount = bitLength(Math.max(0, aligned.shiftMax));
  const P = mac.accumulatorWidth;
  return {
    weightLog: decoderWidths(mac.weight).log,
    actLog: decoderWidths(mac.activation).log,
    logSum,
    exponent,
    significand: derived.G + 1,
    shift: readsTiny(mac.align, aligned)
      ? Math.max(exponent, signedWidth(aligned.shiftMin, aligned.shiftMax))
      : shiftAmount,
    shiftAmount,
    magnitude: aligned.magnitude,
    window: aligned.window,
    acc: P,
    sum: mac.overflow === 'wrap' ? P : P + (aligned.magnitude < P ? 1 : 2),
  };
}

/** Whether a product below the window has to be told apart: not where its shift empties the window. */
export function readsTiny(align: MacParameters['align'], { tiny, wraps }: Alignment): boolean {
  return wraps || (tiny && (align === 'floor' || align === 'floor-act'));
}
