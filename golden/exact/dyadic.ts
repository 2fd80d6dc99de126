/** The binary fraction numerator * 2^-fractionBits, exactly; fractionBits may be negative. */
export interface Dyadic {
  readonly numerator: bigint;
  readonly fractionBits: number;
}

/** Result of a comparison: the first operand is below (-1), equal to (0) or above (1) the second. */
export type Order = -1 | 0 | 1;

/** A nonzero real taken apart exactly: (-1)^sign * odd * 2^exponent, odd an odd positive integer. */
export interface RealParts {
  readonly sign: 0 | 1;
  readonly odd: bigint;
  readonly exponent: number;
}

/** Takes a finite nonzero binary64 apart by its bit fields, so that nothing is ever rounded. */
export function realParts(x: number): RealParts {
  const bits = BigInt.asUintN(64, bitsOf(x));
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const significand = field === 0 ? fraction : fraction | (1n << 52n);
  const zeros = bitLength(significand & -significand) - 1;
  return {
    sign: bits >> 63n === 0n ? 0 : 1,
    odd: significand >> BigInt(zeros),
    exponent: Math.max(field, 1) - 1075 + zeros,
  };
}

/** The exact value of a finite binary64, such as a scale factor, as a binary fraction. */
export function dyadicOf(x: number): Dyadic {
  if (x === 0) return integer(0);
  const { sign, odd, exponent } = realParts(x);
  return { numerator: sign === 0 ? odd : -odd, fractionBits: -exponent };
}

/** An integer as a binary fraction without fraction bits. */
export function integer(value: number | bigint): Dyadic {
  return { numerator: BigInt(value), fractionBits: 0 };
}

/** a + b, exactly. */
export function add(a: Dyadic, b: Dyadic): Dyadic {
  const fractionBits = Math.max(a.fractionBits, b.fractionBits);
  return { numerator: scaled(a, fractionBits) + scaled(b, fractionBits), fractionBits };
}

/** a - b, exactly. */
export function subtract(a: Dyadic, b: Dyadic): Dyadic {
  return add(a, { numerator: -b.numerator, fractionBits: b.fractionBits });
}

/** Order of two binary fractions, exactly. */
export function compare(a: Dyadic, b: Dyadic): Order {
  return orderOf(subtract(a, b).numerator);
}

/** Sign of an integer as an order against zero. */
export function orderOf(difference: bigint): Order {
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The largest integer not above a. */
export function floor(a: Dyadic): bigint {
  return shiftDown(a.numerator, a.fractionBits);
}

/** a - floor(a) as an integer in units of 2^-fractionBits of a; 0 exactly where a is an integer. */
export function fractionOf(a: Dyadic): bigint {
  return a.fractionBits <= 0 ? 0n : a.numerator & ((1n << BigInt(a.fractionBits)) - 1n);
}

/** floor(value * 2^-by), for by of either sign. */
export function shiftDown(value: bigint, by: number): bigint {
  return value >> BigInt(by);
}

/** ceil(value * 2^-by), for by of either sign. */
export function shiftUpwards(value: bigint, by: number): bigint {
  return -(-value >> BigInt(by));
}

/** Number of bits of a non-negative integer; bitLength(0) = 0 (section 6). */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return 4 * hex.length - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
}

/** The binary64 with these 64 bits. */
export function realOfBits(bits: bigint): number {
  scratch.setBigUint64(0, bits);
  return scratch.getFloat64(0);
}

const scratch = new DataView(new ArrayBuffer(8));

function bitsOf(x: number): bigint {
  scratch.setFloat64(0, x);
  return scratch.getBigUint64(0);
}

/** a in units of 2^-fractionBits, fractionBits at least those of a. */
function scaled(a: Dyadic, fractionBits: number): bigint {
  return a.numerator << BigInt(fractionBits - a.fractionBits);
}
