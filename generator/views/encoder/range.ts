import type { Resolved } from '../../config/resolve.ts';

/** Largest and smallest log that the encoder can compute and the logs where it clamps. */
export interface EncoderRange {
  /** Bits of the magnitude whose leading one is searched. */
  readonly magnitude: number;
  /** Constant of the sum {position, 0} + R + offset, in units of 2^-Fo. */
  readonly offset: bigint;
  readonly logMin: bigint;
  readonly logMax: bigint;
  /** A log above this one saturates (units of 2^-Fo). */
  readonly largest: bigint;
  /** A log below this one underflows. */
  readonly smallest: bigint;
  /** A log below this one becomes zero; null where underflow saturates. */
  readonly flush: bigint | null;
}

/** Specification, section 4 step 3 and section 2, in integers of 2^-Fo. */
export function encoderRange({ requantise, derived }: Resolved): EncoderRange {
  const { output, relu, underflow, scale, fraction } = requantise;
  const { P, A } = derived;
  const unit = 1n << BigInt(fraction);
  const magnitude = relu ? P - 1 : P;
  const wordUnit = 1n << BigInt(output.fractionBits);
  const maxLog = BigInt(output.maxLog);

  // Thresholds as integers: t > Lmax exactly when log > floor(Lmax), both in units of 2^-Fo.
  const largest = floorDivide(maxLog * unit, wordUnit);
  const smallest = -largest;
  const flush = underflow === 'flush' ? -floorDivide((maxLog + wordUnit) * unit, wordUnit) : null;

  const span = BigInt(magnitude - 1) * unit + unit;
  const lowest = (flush ?? smallest) - 1n;
  const offset = clamp(-BigInt(A) * unit + scale, lowest - span, largest + 1n);
  return {
    magnitude,
    offset,
    logMin: offset,
    logMax: offset + span,
    largest,
    smallest,
    flush,
  };
}

/** Beyond these ends every sum saturates or underflows alike, and a smaller constant does. */
function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}
