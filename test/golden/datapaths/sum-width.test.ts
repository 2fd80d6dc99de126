import { describe, expect, it } from 'vitest';
import {
  awareWidth,
  type Datapath,
  openDatapath,
  productRange,
  productTable,
  sumWidth,
  weightTermsOf,
} from '../../../golden/datapaths/index.ts';
import { weightTerms } from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { EVERY_KIND } from './support.ts';

const int8 = openDatapath({
  kind: 'int',
  weightBits: 8,
  activationBits: 8,
  multiplier: 'booth',
  nonNegative: false,
});
const relu8 = openDatapath({
  kind: 'int',
  weightBits: 8,
  activationBits: 8,
  multiplier: 'booth',
  nonNegative: true,
});

describe('productRange', () => {
  it('is -128 * 127 to 128 * 128 for int8', () => {
    expect(productRange(int8, 0, 0)).toEqual({ least: -16256n, greatest: 16384n });
    expect(productRange(relu8, 0, 0)).toEqual({ least: -16256n, greatest: 16129n });
  });

  // Cutting by sign is where the extremes of one sign might not be those of the other.
  const bySign = EVERY_KIND.filter((each) => !('align' in each) || each.align.startsWith('floor'));
  it.each(bySign.map((options) => [JSON.stringify(options), options] as const))(
    'is that of all pairs, and so are the terms of weights: %s',
    (_, options) => {
      const datapath = openDatapath(options);
      for (const [mode, { lanes }] of datapath.modes.entries()) {
        expectRanges(datapath, mode, lanes - 1);
      }
    },
  );
});

function expectRanges(datapath: Datapath, mode: number, lane: number): void {
  const table = productTable(datapath, mode, lane);
  const activations = 2 ** datapath.activationBits;
  const terms = weightTermsOf(datapath, mode, lane);
  const positive = weightTermsOf(datapath, mode, lane, 'non-negative');
  let [least, greatest] = [0, 0];
  for (let weight = 0; weight < 2 ** datapath.weightBits; weight += 1) {
    let [low, high, positiveLow, positiveHigh] = [0, 0, 0, 0];
    for (let activation = 0; activation < activations; activation += 1) {
      if (!datapath.isLegal(activation)) continue;
      const product = table[weight * activations + activation] as number;
      low = Math.min(low, product);
      high = Math.max(high, product);
      if ((datapath.activationValue(activation) ?? 0) < 0) continue;
      positiveLow = Math.min(positiveLow, product);
      positiveHigh = Math.max(positiveHigh, product);
    }
    const found = [terms, positive].flatMap(({ lower, upper }) => [lower[weight], upper[weight]]);
    const expected = [-low, high, -positiveLow, positiveHigh].map(BigInt);
    if (found.join() !== expected.join()) expect(found).toEqual(expected);
    least = Math.min(least, low);
    greatest = Math.max(greatest, high);
  }
  expect(productRange(datapath, mode, lane)).toEqual({
    least: BigInt(least),
    greatest: BigInt(greatest),
  });
}

describe('sumWidth', () => {
  it('holds the sums of so many products and no more than it has to', () => {
    // 8 * 16384 = 2^17 needs 19 bits; 8 * 16129 < 2^17 needs 18.
    expect(sumWidth(int8, 0, 0, 8)).toBe(19);
    expect(sumWidth(int8, 0, 0, 7)).toBe(18);
    expect(sumWidth(relu8, 0, 0, 8)).toBe(18);
    expect(sumWidth(int8, 0, 0, 64)).toBe(22);
  });

  it('is by the negative products where they bind', () => {
    const narrow = openDatapath({
      kind: 'int',
      weightBits: 2,
      activationBits: 8,
      multiplier: 'array',
      nonNegative: true,
    });
    // 258 * -254 = -65532 is above -2^16, one product more is not.
    expect(sumWidth(narrow, 0, 0, 258)).toBe(17);
    expect(sumWidth(narrow, 0, 0, 259)).toBe(18);
  });

  it('is per lane', () => {
    const fused = openDatapath({ kind: 'int-fused', modes: [8, 4] });
    expect([0, 1].map((lane) => sumWidth(fused, 1, lane, 8))).toEqual([15, 15]);
    // Nothing is ever added.
    expect(sumWidth(fused, 0, 1, 8)).toBe(1);
  });
});

describe('awareWidth', () => {
  it('is by the words at hand', () => {
    const terms = weightTermsOf(int8, 0, 0);
    // 3 * -128..127 is -384 to 381; -1 adds -127 to 128.
    expect(awareWidth(terms, [[3]])).toBe(10);
    expect(awareWidth(terms, [[3, 0xff]])).toBe(10);
    expect(awareWidth(terms, [[3, 0xff, 0xff]])).toBe(11);
    expect(awareWidth(terms, [[0], []])).toBe(1);
    expect(() => awareWidth(terms, [[256]])).toThrow(RangeError);
  });

  it('gains from activations that are not negative', () => {
    const terms = weightTermsOf(int8, 0, 0, 'non-negative');
    // 2 * 127 = 254, and -2 * 127: 9 bits; of both signs 2 * 128 + 2 * 127 = 510 would take 10.
    expect(awareWidth(terms, [[2, 0xfe]])).toBe(9);
    expect(awareWidth(weightTermsOf(int8, 0, 0), [[2, 0xfe]])).toBe(10);
  });

  it('is that of lp-spec section 6 for LP', () => {
    const shape = { n: 8, es: 1, rs: 7 };
    const format = lpFormat(shape);
    for (const align of ['truncate', 'nearest', 'floor', 'floor-act'] as const) {
      const datapath = openDatapath({
        kind: 'lp-log',
        weight: shape,
        activation: shape,
        converterFraction: 6,
        fraction: 8,
        align,
        nonNegative: false,
        pipeline: 0,
      });
      for (const signs of ['both', 'non-negative'] as const) {
        expect(weightTermsOf(datapath, 0, 0, signs)).toEqual(
          weightTerms(
            {
              weight: format,
              activation: format,
              converter: 'table',
              converterFraction: 6,
              accumulatorFraction: 8,
              align,
            },
            signs,
          ),
        );
      }
    }
  });
});
