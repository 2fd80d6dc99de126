import type { MacParameters } from '../../../golden/exact/index.ts';
import type { LpFormat } from '../../../golden/format.ts';
import type { FixedResolved, Resolved } from '../../config/resolve.ts';
import { decoderWidths } from '../decoder/view.ts';

/** The logs of one side of a product, of one format or of a range of them. */
export interface LogShape {
  readonly fractionBits: number;
  /** Largest log in units of 2^-fractionBits; the smallest is its negative. */
  readonly maxLog: number;
  /** Bits of a log, two's complement. */
  readonly logWidth: number;
}

/** What turns two logs into an exponent and a significand, whatever the sum is held in. */
export interface ProductArithmetic {
  readonly weight: LogShape;
  readonly activation: LogShape;
  readonly converter: MacParameters['converter'];
  readonly Fp: number;
  readonly G: number;
}

/** What further places a product in a fixed-point sum of P bits, LSB 2^-A. */
export interface SumArithmetic extends ProductArithmetic {
  readonly align: MacParameters['align'];
  readonly overflow: MacParameters['overflow'];
  readonly A: number;
  readonly P: number;
}

export function productArithmetic({ mac, derived }: Resolved): ProductArithmetic {
  return {
    weight: logShape(mac.weight),
    activation: logShape(mac.activation),
    converter: mac.converter,
    Fp: derived.Fp,
    G: derived.G,
  };
}

export function sumArithmetic(resolved: FixedResolved): SumArithmetic {
  const { align, overflow } = resolved.mac;
  const { A, P } = resolved.derived;
  return { ...productArithmetic(resolved), align, overflow, A, P };
}

function logShape(format: LpFormat): LogShape {
  const { fractionBits, maxLog } = format;
  return { fractionBits, maxLog, logWidth: decoderWidths(format).log };
}
