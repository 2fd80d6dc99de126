/** A real number between low and high, both in units of 2^-bits; bits is known from the context. */
export interface Interval {
  readonly low: bigint;
  readonly high: bigint;
}

/** A finite binary64 number as mantissa * 2^exponent. */
export interface Binary64 {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const scratch = new DataView(new ArrayBuffer(8));

/** Takes a finite number apart without loss. */
export function splitBinary64(x: number): Binary64 {
  scratch.setFloat64(0, x);
  const word = scratch.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/** Encloses a finite number in units of 2^-bits. */
export function encloseReal(x: number, bits: number): Interval {
  const { mantissa, exponent } = splitBinary64(x);
  return {
    low: scale(mantissa, bits + exponent, 'down'),
    high: scale(mantissa, bits + exponent, 'up'),
  };
}

/** Encloses the base-2 logarithms of [low, high] * 2^exponent, low > 0, within a few 2^-bits. */
export function encloseLog2(argument: Interval, exponent: number, bits: number): Interval {
  return {
    low: log2Bound(argument.low, exponent, bits, 'down'),
    high: log2Bound(argument.high, exponent, bits, 'up'),
  };
}

/** Encloses 2^(j / 2^fractionBits), 0 <= j < 2^fractionBits, within a few dozen 2^-bits. */
export function encloseExp2(j: number, fractionBits: number, bits: number): Interval {
  const one = 1n << BigInt(bits);
  let product: Interval = { low: one, high: one };
  let root: Interval = { low: 2n * one, high: 2n * one }; // 2^(2^-i) from i = 0 on
  for (let bit = fractionBits - 1; bit >= 0; bit--) {
    root = { low: squareRoot(root.low * one), high: squareRoot(root.high * one) + 1n };
    if (Math.floor(j / 2 ** bit) % 2 === 1) {
      product = {
        low: scale(product.low * root.low, -bits, 'down'),
        high: scale(product.high * root.high, -bits, 'up'),
      };
    }
  }
  return product;
}

/** The integer nearest to an irrational number, given ever narrower enclosures of it. */
export function nearestInteger(enclose: (bits: number) => Interval): bigint {
  for (let bits = 96; ; bits *= 2) {
    const { low, high } = enclose(bits);
    const half = 1n << BigInt(bits - 1);
    const nearest = (low + half) >> BigInt(bits);
    if (nearest === (high + half) >> BigInt(bits)) return nearest;
  }
}

/** Whether a exceeds b, two different real numbers, given ever narrower enclosures of both. */
export function exceeds(a: (bits: number) => Interval, b: (bits: number) => Interval): boolean {
  for (let bits = 96; ; bits *= 2) {
    const left = a(bits);
    const right = b(bits);
    if (left.low > right.high) return true;
    if (left.high < right.low) return false;
  }
}

type Direction = 'down' | 'up';

/** value * 2^shift, rounded in the given direction. */
export function scale(value: bigint, shift: number, direction: Direction): bigint {
  if (shift >= 0) return value << BigInt(shift);
  return direction === 'down' ? value >> BigInt(-shift) : -(-value >> BigInt(-shift));
}

/**
 * One bit of the logarithm per squaring of the mantissa m: log2(m) = (bit + log2(m^2 / 2^bit)) / 2.
 * Rounding every m in one direction moves the result in that direction only.
 */
function log2Bound(value: bigint, exponent: number, bits: number, direction: Direction): bigint {
  const precision = bits + 8;
  const length = value.toString(2).length;
  const two = 2n << BigInt(precision);
  let mantissa = scale(value, precision - (length - 1), direction);
  let result = BigInt(length - 1 + exponent);
  for (let step = 0; step < bits; step++) {
    mantissa = scale(mantissa * mantissa, -precision, direction);
    result *= 2n;
    if (mantissa >= two) {
      mantissa = scale(mantissa, -1, direction);
      result += 1n;
    }
  }
  return direction === 'up' ? result + 1n : result;
}

/** floor(sqrt(value)) by Newton's iteration from above. */
function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
