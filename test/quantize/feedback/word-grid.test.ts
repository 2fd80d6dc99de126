import { describe, expect, test } from 'vitest';
import { encodeReal, wordValue } from '../../../golden/exact/index.ts';
import { formatName, lpFormat } from '../../../golden/format.ts';
import { wordGrid } from '../../../quantize/feedback/word-grid.ts';
import { randoms, repeatable, TERNARY } from './support.ts';

const FORMATS = [
  lpFormat({ n: 8, es: 1, rs: 7 }),
  lpFormat({ n: 8, es: 2, rs: 3 }),
  lpFormat({ n: 5, es: 0, rs: 1 }),
];

describe.each(FORMATS.map((format) => [formatName(format), format] as const))(
  'words of %s',
  (_, format) => {
    test.each([1, 2, 4, 8].filter((step) => step <= 2 ** (format.n - 2)))(
      'multiples of %i: the nearest of all, even multiples on ties, never NaR',
      (step) => {
        const grid = wordGrid(format, step);
        const allowed = Array.from({ length: 2 ** format.n / step }, (_, k) => k * step).filter(
          (word) => word !== format.narWord,
        );
        const value = (word: number) => grid.values[word] as number;
        const ties = allowed.flatMap((a) =>
          allowed.map((b) => (value(a) + value(b)) / 2).filter(Number.isFinite),
        );
        for (const x of [
          ...randoms(300, repeatable(step)),
          ...ties.slice(0, 500),
          1e30,
          -1e30,
          0,
        ]) {
          const word = grid.nearest(x);
          expect(allowed).toContain(word);
          const least = Math.min(...allowed.map((each) => Math.abs(value(each) - x)));
          expect(Math.abs(value(word) - x)).toBeLessThanOrEqual(least * (1 + 1e-12));
        }
      },
    );
  },
);

test('a step of 1 is the golden quantiser with linear rounding', () => {
  const format = lpFormat({ n: 6, es: 1, rs: 5 });
  const grid = wordGrid(format, 1);
  for (const x of randoms(500, repeatable(3))) {
    const golden = encodeReal(format, x * 4, { rounding: 'linear', underflow: 'flush' });
    expect(grid.nearest(x * 4)).toBe(golden);
  }
});

test('ties go to even multiples', () => {
  const format = lpFormat({ n: 5, es: 0, rs: 4 });
  // 4-bit words 0100 = 1, 0101 = 2^(1/2), 0110 = 2, 0111 = 4: only 3 is a tie of whole values.
  const grid = wordGrid(format, 2);
  expect([1, 2, 4].map((x) => grid.nearest(x))).toEqual([0b01000, 0b01100, 0b01110]);
  expect(grid.nearest(3)).toBe(0b01100);
  expect(grid.nearest(-3)).toBe(0b10100);
});

test('ternary words, and the one step that leaves them', () => {
  const grid = wordGrid(TERNARY, 1);
  expect([-7, -0.6, -0.5, 0.4, 0.51, 9].map((x) => grid.nearest(x))).toEqual([3, 3, 0, 0, 1, 1]);
  const wide = wordGrid(lpFormat({ n: 8, es: 1, rs: 7 }), 64);
  expect([-7, 0.4, 9].map((x) => wide.nearest(x))).toEqual([0xc0, 0, 0x40]);
});

test('left-aligned words have the values of the shorter format', () => {
  for (const rs of [1, 3, 4, 5, 7]) {
    const grid = wordGrid(lpFormat({ n: 8, es: 1, rs }), 8);
    const short = lpFormat({ n: 5, es: 1, rs: Math.min(rs, 4) });
    for (let word = 1; word < 16; word++) {
      expect(grid.values[word * 8]).toBeCloseTo(Number(wordValue(short, word)), 10);
    }
  }
});

test('towards zero: the largest of the same sign that fits', () => {
  const format = lpFormat({ n: 8, es: 1, rs: 7 });
  const grid = wordGrid(format, 4);
  const within = (most: number) => (word: number) => Math.min(word, 256 - word) <= most;
  expect(grid.towardsZero(100, within(100))).toBe(100);
  expect(grid.towardsZero(100, within(99))).toBe(96);
  expect(grid.towardsZero(256 - 100, within(51))).toBe(256 - 48);
  expect(grid.towardsZero(256 - 4, within(3))).toBe(0);
  expect(grid.towardsZero(0, within(0))).toBe(0);
});

test.each([0, 3, 0.5, -1, 128, 256, Number.NaN])('no step of %d', (step) => {
  expect(() => wordGrid(lpFormat({ n: 8, es: 1, rs: 7 }), step)).toThrow(RangeError);
});

test('nothing is near NaN', () => {
  expect(() => wordGrid(TERNARY, 1).nearest(Number.NaN)).toThrow(RangeError);
  expect(() => wordGrid(TERNARY, 1).nearest(Infinity)).toThrow(RangeError);
});
