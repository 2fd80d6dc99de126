import { bitLength, type Dyadic, floor, fractionOf, shiftDown, shiftUpwards } from './dyadic.ts';

/** A real number r with low <= r * 2^precision <= high. */
export interface Enclosure {
  readonly low: bigint;
  readonly high: bigint;
  readonly precision: number;
}

/** Encloses log2 of a positive integer to about 2^-precision, one binary digit per squaring. */
export function encloseLog2(value: bigint, precision: number): Enclosure {
  const whole = bitLength(value) - 1;
  const working = precision + 16;
  const two = 2n << BigInt(working);
  // The significand y, 1 <= y < 2, in units of 2^-working; its log2 holds the digits still to come.
  let low = shiftDown(value, whole - working);
  let high = shiftUpwards(value, whole - working);
  let digits = BigInt(whole);
  for (let known = 0; known < precision; known += 1) {
    low = shiftDown(low * low, working);
    high = shiftUpwards(high * high, working);
    if (low < two && high >= two) {
      const missing = BigInt(precision - known);
      return { low: digits << missing, high: (digits + 1n) << missing, precision };
    }
    const digit = low >= two ? 1 : 0;
    low = shiftDown(low, digit);
    high = shiftUpwards(high, digit);
    digits = 2n * digits + BigInt(digit);
  }
  return { low: digits, high: digits + 1n, precision };
}

/** Encloses 2^exponent to about 2^-precision times 2^floor(exponent), as a product of roots of 2. */
export function encloseExp2(exponent: Dyadic, precision: number): Enclosure {
  const fraction = encloseFractionalPower(exponent, precision);
  const whole = Number(floor(exponent));
  return {
    low: shiftDown(fraction.low, -whole),
    high: shiftUpwards(fraction.high, -whole),
    precision,
  };
}

/** Encloses 2^(exponent - floor(exponent)), which lies in [1, 2); exact where exponent is whole. */
export function encloseFractionalPower(exponent: Dyadic, precision: number): Enclosure {
  const dropped = Math.max(0, exponent.fractionBits - precision);
  const fraction = fractionOf(exponent);
  const digits = shiftDown(fraction, dropped);
  const digitCount = exponent.fractionBits - dropped;
  const one = 1n << BigInt(precision);
  let low = one;
  let high = one;
  for (let place = 1; place <= digitCount; place += 1) {
    if (((digits >> BigInt(digitCount - place)) & 1n) === 0n) continue;
    const root = rootOfTwo(place, precision);
    low = shiftDown(low * root.low, precision);
    high = shiftUpwards(high * root.high, precision);
  }
  // What was dropped multiplies by less than 2^u, u = 2^-precision, and 2^u <= 1 + u by convexity.
  if (digits << BigInt(dropped) !== fraction) high += shiftUpwards(high, precision);
  return { low, high, precision };
}

/** The largest integer whose square does not exceed a non-negative integer, by Newton's method. */
export function integerSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Enclosures of 2^(2^-place) by place, per precision in bits. */
const rootsByPrecision = new Map<number, Enclosure[]>();

function rootOfTwo(place: number, precision: number): Enclosure {
  let roots = rootsByPrecision.get(precision);
  if (roots === undefined) {
    const two = 2n << BigInt(precision);
    roots = [{ low: two, high: two, precision }];
    rootsByPrecision.set(precision, roots);
  }
  for (;;) {
    const known = roots[place];
    if (known !== undefined) return known;
    const last = roots[roots.length - 1] as Enclosure;
    roots.push({
      low: integerSquareRoot(last.low << BigInt(precision)),
      high: integerSquareRoot(last.high << BigInt(precision)) + 1n,
      precision,
    });
  }
}
