import { expect, test } from 'vitest';
import { prefixWidths, rowBounds, weightTerms, widestOf } from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';

const parameters = {
  weight: lpFormat({ n: 4, es: 1, rs: 3 }),
  activation: lpFormat({ n: 5, es: 0, rs: 4 }),
  converter: 'table',
  converterFraction: 4,
  align: 'floor',
  accumulatorFraction: 6,
} as const;

test.each([1, 2, 3, 5, 8])(
  'tiles of %i: each width holds the first products of every tile',
  (tile) => {
    const words = Array.from({ length: 23 }, (_, index) => (index * 7 + 3) % 16);
    for (const signs of ['both', 'non-negative'] as const) {
      const terms = weightTerms(parameters, signs);
      const widths = prefixWidths(terms, words, tile);
      const expected = Array.from({ length: tile }, (_, last) => {
        const starts = words.map((_, index) => index).filter((index) => index % tile === 0);
        return widestOf(
          starts.map((from) =>
            rowBounds(terms, words.slice(from, Math.min(from + last + 1, from + tile))),
          ),
        ).width;
      });
      expect(widths).toEqual(expected);
      expect(widths.at(-1)).toBeGreaterThan(tile > 1 ? (widths[0] as number) - 1 : 0);
    }
  },
);

test('a word that the format does not have is named', () => {
  expect(() => prefixWidths(weightTerms(parameters, 'both'), [1, 16], 2)).toThrow('weight 1 is 16');
  expect(() => prefixWidths(weightTerms(parameters, 'both'), [1], 0)).toThrow('no tile has 0');
});
