import { describe, expect, it } from 'vitest';
import {
  encloseExp2,
  encloseFractionalPower,
  encloseLog2,
  integerSquareRoot,
} from '../../../golden/exact/enclosure.ts';

describe('encloseLog2', () => {
  it('holds the logarithm, by whole powers, and is one unit wide where nothing is close', () => {
    for (const precision of [1, 4, 8]) {
      for (let value = 1n; value < 600n; value += 1n) {
        const { low, high } = encloseLog2(value, precision);
        const power = value ** (2n ** BigInt(precision));
        expect(1n << low <= power && power <= 1n << high).toBe(true);
        expect(high - low).toBe(1n);
      }
    }
  });

  it('widens where a digit hangs on more bits than it works with', () => {
    const below = integerSquareRoot(2n << 2000n);
    for (const value of [below, below + 1n]) {
      const { low, high } = encloseLog2(value, 8);
      // log2 is 1000 + 1/2, less or more by 2^-1000 at most.
      expect(low <= 256_127n || value > below).toBe(true);
      expect(high >= 256_129n).toBe(true);
      expect(low <= 256_128n).toBe(true);
      const fine = encloseLog2(value, 1100);
      expect(fine.high - fine.low).toBe(1n);
      const half = 2001n << 1099n;
      expect(value === below ? fine.high <= half : fine.low >= half).toBe(true);
    }
  });
});

describe('encloseExp2', () => {
  it('holds the power, by whole powers, for exponents finer and coarser than its precision', () => {
    for (const precision of [3, 6, 24]) {
      for (const fractionBits of [0, 2, 5, 7]) {
        const degree = 2n ** BigInt(fractionBits);
        for (let numerator = -200n; numerator < 200n; numerator += 1n) {
          const { low, high } = encloseFractionalPower({ numerator, fractionBits }, precision);
          const fraction = BigInt.asUintN(fractionBits, numerator);
          const power = 1n << (BigInt(precision) * degree + fraction);
          expect(low ** degree <= power && power <= high ** degree).toBe(true);
          // At most 2 * (2 * 4 + 1) units a factor: roots are 4 wide, all factors together below 2.
          if (precision === 24) expect(high - low <= 18n * BigInt(fractionBits)).toBe(true);
        }
      }
    }
  });

  it('scales by the whole part, rounding outwards', () => {
    expect(encloseExp2({ numerator: 12n, fractionBits: 2 }, 4)).toMatchObject({
      low: 128n,
      high: 128n,
    });
    expect(encloseExp2({ numerator: -5n, fractionBits: 0 }, 4)).toMatchObject({
      low: 0n,
      high: 1n,
    });
    expect(encloseExp2({ numerator: 3n, fractionBits: -1 }, 4)).toMatchObject({
      low: 1024n,
      high: 1024n,
    });
  });
});

describe('integerSquareRoot', () => {
  it('is the largest integer whose square fits', () => {
    const large = [10n ** 40n, 2n ** 129n - 1n, (10n ** 30n + 1n) ** 2n - 1n];
    for (const value of [...Array.from({ length: 300 }, (_, index) => BigInt(index)), ...large]) {
      const root = integerSquareRoot(value);
      expect(root * root <= value && value < (root + 1n) * (root + 1n)).toBe(true);
    }
  });
});
