import {
  add,
  bitLength,
  compare,
  type Dyadic,
  floor,
  fractionOf,
  integer,
  type Order,
  orderOf,
  type RealParts,
  subtract,
} from './dyadic.ts';
import { type Enclosure, encloseExp2, encloseLog2 } from './enclosure.ts';

/** Orders log2|x| against binary fractions; one enclosure of it serves all comparisons (section 2). */
export function logOrder(x: RealParts): (bound: Dyadic) => Order {
  const exponent = integer(x.exponent);
  const whole = bitLength(x.odd) - 1;
  let enclosure: Enclosure | undefined;
  return (bound) => {
    const rest = subtract(bound, exponent);
    if (x.odd === 1n) return compare(integer(0), rest);
    const far = orderOf(BigInt(whole) - floor(rest));
    if (far !== 0) return far;
    // Terminates: log2 of an odd integer above 1 is irrational, so it differs from every fraction.
    for (;;) {
      enclosure ??= encloseLog2(x.odd, 64);
      const { low, high, precision } = enclosure;
      if (compare({ numerator: low, fractionBits: precision }, rest) >= 0) return 1;
      if (compare({ numerator: high, fractionBits: precision }, rest) <= 0) return -1;
      enclosure = encloseLog2(x.odd, 2 * precision);
    }
  };
}

/** Orders |x| against (2^a + 2^b) / 2, a < b: the midpoint of two word values (section 2, linear). */
export function midpointOrder(
  x: RealParts,
  orderOfLog: (bound: Dyadic) => Order,
  a: Dyadic,
  b: Dyadic,
): Order {
  // Logs decide all but 2^a < |x| < 2^b, so a scale factor never makes a power too large to build.
  if (orderOfLog(a) <= 0) return -1;
  if (orderOfLog(b) >= 0) return 1;

  // Below everything is relative to 2^top, 2^top <= 2|x| < 2^(top + 1).
  const width = bitLength(x.odd) - 1;
  const top = x.exponent + 1 + width;
  const low = subtract(a, integer(top));
  const high = subtract(b, integer(top));
  if (fractionOf(a) === 0n && fractionOf(b) === 0n) {
    return compare({ numerator: x.odd, fractionBits: width }, add(power(low), power(high)));
  }
  // Terminates: with z = 2^(2^-k), 1, z, .., z^(2^k - 1) are independent over the rationals (Eisenstein
  // on Z^(2^k) - 2), so the sum of two positive multiples of them is rational only if both are of 1.
  for (let precision = 128; ; precision *= 2) {
    const target = x.odd << BigInt(precision - width);
    const first = encloseExp2(low, precision);
    const second = encloseExp2(high, precision);
    if (first.low + second.low >= target) return -1;
    if (first.high + second.high <= target) return 1;
  }
}

/** 2^exponent of a whole exponent. */
function power(exponent: Dyadic): Dyadic {
  return { numerator: 1n, fractionBits: -Number(floor(exponent)) };
}
