import { describe, expect, it } from 'vitest';
import { wordValue } from '../../../golden/exact/index.ts';
import { formatName, lpFormat } from '../../../golden/format.ts';
import { everyFormat, logByString, neighbours, orderByPowers, ratio } from './support.ts';

/** The exact midpoint of two reals, as numerator / 2^shift. */
function midpoint(a: number, b: number): { numerator: bigint; shift: number } {
  const [first, second] = [ratio(a), ratio(b)];
  const shift = Math.max(first.shift, second.shift);
  const sum =
    (first.numerator << BigInt(shift - first.shift)) +
    (second.numerator << BigInt(shift - second.shift));
  return { numerator: sum, shift: shift + 1 };
}

describe('wordValue', () => {
  it('gives the worked values of section 1', () => {
    const format = lpFormat({ n: 8, es: 1, rs: 7 });
    const values = [0b0000_0001, 0b0100_0000, 0b0111_1111, 0b1111_1111, 0b1000_0000, 0].map(
      (word) => wordValue(format, word),
    );
    expect(values).toEqual([2 ** -12, 1, 2 ** 12, -(2 ** -12), null, 0]);
    expect(wordValue(format, 0b0100_1000)).toBe(Math.SQRT2);
    expect(wordValue(format, 0b1011_1000)).toBe(-Math.SQRT2);
  });

  it('is the binary64 whose neighbours lie beyond the midpoints, n <= 6', () => {
    for (const sf of [0, 0.75, -5.5]) {
      for (const format of everyFormat({ from: 2, to: 6, sf })) {
        const unit = 4 * 2 ** format.fractionBits;
        for (let word = 1; word <= format.maxWord; word += 1) {
          const log = 4 * logByString(format, word).log - sf * unit;
          const value = wordValue(format, word) as number;
          const [below, above] = neighbours(value);
          const orders = [
            orderByPowers(midpoint(below, value), log, unit),
            orderByPowers(midpoint(value, above), log, unit),
          ];
          expect([formatName(format), word, ...orders]).toEqual([formatName(format), word, -1, 1]);
          expect(wordValue(format, 2 ** format.n - word)).toBe(-value);
        }
      }
    }
  });

  it('rounds subnormals once and ends in zero or infinity', () => {
    const one = (sf: number) => wordValue(lpFormat({ n: 2, es: 0, rs: 1, sf }), 1);
    const minusOne = (sf: number) => wordValue(lpFormat({ n: 2, es: 0, rs: 1, sf }), 3);
    expect(one(1074)).toBe(5e-324);
    expect(one(1073)).toBe(2 * 5e-324);
    // 2^-1072.5 = 2.83 and 2^-1070.25 = 13.45 units of 2^-1074.
    expect(one(1072.5)).toBe(3 * 5e-324);
    expect(one(1070.25)).toBe(13 * 5e-324);
    expect(one(1074.75)).toBe(5e-324);
    expect(one(1075)).toBe(0);
    expect(one(neighbours(1075)[0])).toBe(5e-324);
    expect(one(neighbours(1075)[1])).toBe(0);
    expect(minusOne(1075)).toBe(-0);
    expect(one(1e300)).toBe(0);
    expect(one(-1023)).toBe(2 ** 1023);
    expect(one(neighbours(1022)[0])).toBeGreaterThanOrEqual(2 ** -1022);
    expect(one(-1024)).toBe(Number.POSITIVE_INFINITY);
    expect(one(-neighbours(1024)[0])).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(minusOne(-1024.5)).toBe(Number.NEGATIVE_INFINITY);
    expect(one(-1e300)).toBe(Number.POSITIVE_INFINITY);
  });

  it('rounds away a scale factor of 2^-1074', () => {
    expect(wordValue(lpFormat({ n: 2, es: 0, rs: 1, sf: -5e-324 }), 1)).toBe(1);
    const format = lpFormat({ n: 16, es: 5, rs: 14, sf: 5e-324 });
    expect(wordValue(format, 1)).toBe(2 ** -432);
    expect(wordValue(format, format.maxWord)).toBe(2 ** 432);
  });
});
