import { describe, expect, it } from 'vitest';
import {
  encloseExp2,
  encloseLog2,
  encloseReal,
  exceeds,
  splitBinary64,
} from '../../../golden/fast/enclosure.ts';

const BITS = 200;

describe('splitBinary64', () => {
  it.each([1, -0.1, Number.MIN_VALUE, -Number.MAX_VALUE, 2 ** -1022])('splits %f', (x) => {
    const { mantissa, exponent } = splitBinary64(x);
    const half = Math.floor(exponent / 2); // in two steps: 2^-1074 times 2^52 stays exact
    expect(Number(mantissa) * 2 ** half * 2 ** (exponent - half)).toBe(x);
  });
});

describe('encloseReal', () => {
  it('is exact where the grid allows, else one unit wide', () => {
    expect(encloseReal(-1.25, 2)).toEqual({ low: -5n, high: -5n });
    expect(encloseReal(-1.25, 1)).toEqual({ low: -3n, high: -2n });
    expect(encloseReal(Number.MIN_VALUE, 100)).toEqual({ low: 0n, high: 1n });
  });
});

describe('encloseExp2', () => {
  it('holds the root of two between its ends, a few units apart', () => {
    const { low, high } = encloseExp2(1, 1, BITS);
    const two = 2n << BigInt(2 * BITS);
    expect(low ** 2n < two && two < high ** 2n).toBe(true);
    expect(high - low < 8n).toBe(true);
  });

  it('holds 2^(13/16)', () => {
    const { low, high } = encloseExp2(13, 4, BITS);
    const bound = 1n << BigInt(13 + 16 * BITS);
    expect(low ** 16n < bound && bound < high ** 16n).toBe(true);
    expect(high - low < 64n).toBe(true);
  });
});

describe('encloseLog2', () => {
  it('inverts exp2', () => {
    const log = encloseLog2(encloseExp2(5, 3, BITS), 7 - BITS, BITS); // 2^(7 + 5/8)
    const exact = 61n << BigInt(BITS - 3);
    expect(log.low <= exact && exact <= log.high).toBe(true);
    expect(log.high - log.low < 64n).toBe(true);
  });

  it('holds log2(3) on a coarse grid', () => {
    const { low, high } = encloseLog2({ low: 3n, high: 3n }, 0, 5);
    expect(2n ** low < 3n ** 32n && 3n ** 32n < 2n ** high).toBe(true);
    expect(high - low).toBe(1n);
  });

  it('is right at powers of two', () => {
    const log = encloseLog2({ low: 8n, high: 8n }, -10, 50);
    expect(log.low).toBe(-7n << 50n);
    expect(log.high - log.low <= 1n).toBe(true);
  });
});

describe('exceeds', () => {
  it('narrows until two numbers part', () => {
    const tiny = (bits: number) => encloseReal(Number.MIN_VALUE, bits);
    const zero = () => ({ low: 0n, high: 0n });
    expect(exceeds(tiny, zero)).toBe(true);
    expect(exceeds(zero, tiny)).toBe(false);
  });
});
