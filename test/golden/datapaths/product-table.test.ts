import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activationNars,
  dotProduct,
  dotProducts,
  openDatapath,
  productTable,
  weightNars,
  wrapped,
} from '../../../golden/datapaths/index.ts';

const fused = openDatapath({
  kind: 'lp-fused',
  weights: [
    { n: 8, es: 1, rs: 7 },
    { n: 4, es: 0, rs: 2 },
  ],
  activation: { n: 8, es: 1, rs: 2 },
  converterFraction: 6,
  fraction: 4,
  align: 'nearest',
  nonNegative: false,
});

describe('productTable', () => {
  it('has the product of every pair of words', () => {
    const table = productTable(fused, 1, 1);
    expect(table.length).toBe(2 ** 16);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 16 - 1 }), (pair) => {
        expect(table[pair]).toBe(Number(fused.product(1, 1, pair >> 8, pair & 0xff)));
      }),
    );
  });

  it('refuses too many pairs, and products that binary64 does not hold', () => {
    const shape = { n: 16, es: 1 };
    const wide = { kind: 'posit', fraction: 0, align: 'truncate' } as const;
    const pairs = openDatapath({ ...wide, weight: shape, activation: shape });
    expect(() => productTable(pairs, 0, 0)).toThrow(/pairs of 16 and 16 bits/);
    const precise = openDatapath({
      kind: 'lp-log',
      weight: { n: 4, es: 0, rs: 2 },
      activation: { n: 4, es: 0, rs: 2 },
      converterFraction: 60,
      fraction: 60,
      align: 'truncate',
      nonNegative: false,
      pipeline: 0,
    });
    expect(() => productTable(precise, 0, 0)).toThrow(/a product of \d+ is not exact/);
  });
});

describe('nars', () => {
  it('marks words that are not numbers', () => {
    const marked = (flags: Uint8Array) => [...flags.keys()].filter((word) => flags[word] === 1);
    expect(marked(weightNars(fused, 0, 0))).toEqual([0x80]);
    expect(marked(weightNars(fused, 1, 0))).toEqual(
      Array.from({ length: 16 }, (_, high) => high * 16 + 8),
    );
    expect(marked(weightNars(fused, 1, 1))).toEqual(
      Array.from({ length: 16 }, (_, low) => 0x80 + low),
    );
    expect(marked(weightNars(fused, 0, 1))).toEqual([]);
    expect(marked(activationNars(fused))).toEqual([0x80]);
  });
});

describe('dotProducts', () => {
  const words = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 8, maxLength: 8 });

  it('sums and wraps as bigints do, lane by lane', () => {
    const tables = [0, 1].map((lane) => productTable(fused, 1, lane));
    const widths = [9, 14];
    fc.assert(
      fc.property(words, words, fc.integer({ min: -256, max: 255 }), (weights, activations, b) => {
        const sums = dotProducts(
          tables,
          { weights, activations },
          { activationBits: 8, widths, starts: [b, -b] },
        );
        const exact = widths.map((width, lane) =>
          weights.reduce(
            (sum, weight, index) =>
              BigInt.asIntN(
                width,
                sum + fused.product(1, lane, weight, activations[index] as number),
              ),
            BigInt(lane === 0 ? b : -b),
          ),
        );
        expect(sums.map(BigInt)).toEqual(exact);
      }),
    );
  });

  it('refuses sums that are not exact', () => {
    const products = Float64Array.of(2 ** 52);
    const twice = { weights: [0, 0], activations: [0, 0] };
    expect(() => dotProduct(products, twice, { activationBits: 0, width: 60 })).toThrow(
      /not exact/,
    );
  });
});

describe('wrapped', () => {
  it('is asIntN', () => {
    const value = fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 });
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 64 }), (x, width) => {
        expect(wrapped(x, width)).toBe(Number(BigInt.asIntN(width, BigInt(x))));
      }),
      {
        examples: [
          [128, 8],
          [-128, 8],
          [-129, 8],
          [256, 8],
          [-256, 8],
        ],
      },
    );
  });
});
