import { isFloatDesign, type Resolved } from '../../config/resolve.ts';

/** Largest and smallest log that the encoder can compute and the logs where it clamps. */
export interface EncoderRange {
  /** Bits of the magnitude whose leading one is searched. */
  readonly magnitude: number;
  /** Constant of the sum {position or exponent, 0} + R + offset, in units of 2^-Fo. */
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
export function encoderRange(resolved: Resolved): EncoderRange {
  const { output, underflow, scale, fraction } = resolved.requantise;
  const { magnitude, lsb, lowest, highest } = positions(resolved);
  const unit = 1n << BigInt(fraction);
  const wordUnit = 1n << BigInt(output.fractionBits);
  const maxLog = BigInt(output.maxLog);

  // Thresholds as integers: t > Lmax exactly when log > floor(Lmax), both in units of 2^-Fo.
  const largest = floorDivide(maxLog * unit, wordUnit);
  const smallest = -largest;
  const flush = underflow === 'flush' ? -floorDivide((maxLog + wordUnit) * unit, wordUnit) : null;

  const [first, last] = [BigInt(lowest) * unit, BigInt(highest) * unit + unit];
  const under = (flush ?? smallest) - 1n;
  const offset = clamp(BigInt(lsb) * unit + scale, under - last, largest + 1n - first);
  return {
    magnitude,
    offset,
    logMin: offset + first,
    logMax: offset + last,
    largest,
    smallest,
    flush,
  };
}

/** Where the leading one of a sum can be, in octaves above its LSB 2^lsb. */
function positions(resolved: Resolved) {
  if (isFloatDesign(resolved)) {
    const { E, W } = resolved.derived;
    return { magnitude: W, lsb: 0, lowest: -(2 ** (E - 1)), highest: 2 ** (E - 1) - 1 };
  }
  const { P, A } = resolved.derived;
  const magnitude = resolved.requantise.relu ? P - 1 : P;
  return { magnitude, lsb: -A, lowest: 0, highest: magnitude - 1 };
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
