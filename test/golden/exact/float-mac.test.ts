import { describe, expect, it } from 'vitest';
import {
  antilog,
  decode,
  type FloatMacParameters,
  type FloatMacState,
  type FloatSum,
  floatMultiplyAccumulate,
  floatStart,
  layoutOf,
  packSum,
  unpackSum,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 }); // F = 4
const base: FloatMacParameters = {
  weight: lp8,
  activation: lp8,
  converter: 'table',
  converterFraction: 6,
  significand: 4,
};
const ZERO: FloatSum = { kind: 'zero' };
const one = 0x40;
const nar = 0x80;

/** The positive word of LP<8,1,7> whose log is L / 16. */
function wordOfLog(L: number): number {
  for (let word = 1; word < 128; word += 1) {
    const decoded = decode(lp8, word);
    if (decoded.kind === 'number' && decoded.log === BigInt(L)) return word;
  }
  throw new RangeError(`no word has the log ${L}`);
}

/** A product by its sign and L, as a pair of words. */
const plus = (L: number) => [wordOfLog(L), one] as const;
const minus = (L: number) => [256 - wordOfLog(L), one] as const;

/** The state after products from zero on. */
function chain(
  parameters: FloatMacParameters,
  pairs: readonly (readonly [number, number])[],
  state: FloatMacState = floatStart(parameters),
): FloatMacState {
  let sum = state;
  for (const [w, a] of pairs) sum = floatMultiplyAccumulate(parameters, sum, w, a);
  return sum;
}

const sumOf = (parameters: FloatMacParameters, ...pairs: (readonly [number, number])[]) =>
  chain(parameters, pairs).sum;

/** (-1)^sign * M * 2^(e - W + 1) by its fields. */
function number(sign: 0 | 1, exponent: number, significand: number): FloatSum {
  return { kind: 'number', sign, exponent, significand: BigInt(significand) };
}

describe('products', () => {
  it('are T[j] * 2^(W-1-G) where M is wide enough', () => {
    for (const W of [7, 8, 12, 32]) {
      const parameters = { ...base, significand: W };
      expect(sumOf(parameters, plus(0))).toEqual(number(0, 0, 64 * 2 ** (W - 7)));
      expect(sumOf(parameters, plus(8))).toEqual(number(0, 0, 91 * 2 ** (W - 7)));
      expect(sumOf(parameters, minus(31))).toEqual(number(1, 1, 123 * 2 ** (W - 7)));
      expect(sumOf(parameters, plus(-1))).toEqual(number(0, -1, 123 * 2 ** (W - 7)));
    }
  });

  it('lose T[j] below M where W < G + 1', () => {
    // floor(T / 8) of the check values of section 3.
    const kept = [8, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 12, 13, 14, 14, 15];
    kept.forEach((M, j) => {
      expect(sumOf(base, plus(j))).toEqual(number(0, 0, M));
    });
    expect(sumOf({ ...base, significand: 6 }, plus(15))).toEqual(number(0, 0, 61));
  });

  it('take either converter, and operands of unlike formats', () => {
    // T[15] of Mitchell's line is 124, of the table 123.
    const mitchell = { ...base, converter: 'mitchell', significand: 7 } as const;
    expect(sumOf(mitchell, plus(15))).toEqual(number(0, 0, 124));
    // LP<4,0,3> has F = 1: word 0101 is 2^(1/2), so the log sum is 12/16 and T[12] = 108.
    const mixed = { ...base, weight: lpFormat({ n: 4, es: 0, rs: 3 }), significand: 7 };
    expect(antilog('table', 6, 4, 12)).toBe(108n);
    expect(sumOf(mixed, [0b0101, wordOfLog(4)])).toEqual(number(0, 0, 108));
  });

  it('have the sign of both operands', () => {
    const minusOne = 0xc0;
    expect(sumOf(base, [minusOne, one])).toEqual(number(1, 0, 8));
    expect(sumOf(base, [one, minusOne])).toEqual(number(1, 0, 8));
    expect(sumOf(base, [minusOne, minusOne])).toEqual(number(0, 0, 8));
  });
});

describe('sums', () => {
  it('start as the first product, which a zero state becomes', () => {
    expect(floatStart(base)).toEqual({ sum: ZERO, nar: false });
    expect(sumOf(base, [0, one], plus(-30))).toEqual(number(0, -2, 8));
  });

  it('drop what alignment shifts out, without guard bits', () => {
    // 2^(1/2) / 4 is M = 11, e = -2: 11 >> 2 = 2, so 8 + 2 and not 8 + 2.75.
    expect(sumOf(base, plus(0), plus(-24))).toEqual(number(0, 0, 10));
    expect(sumOf(base, plus(0), plus(-24), plus(-24))).toEqual(number(0, 0, 12));
    // 8 - 2 = 6, normalised 12; with guard bits 5.25 would have given 10.
    expect(sumOf(base, plus(0), minus(-24))).toEqual(number(0, -1, 12));
  });

  it('shift the operand of the smaller exponent, product or state', () => {
    expect(sumOf(base, plus(-24), plus(0))).toEqual(number(0, 0, 10));
    expect(sumOf(base, minus(-24), plus(0))).toEqual(number(0, -1, 12));
    expect(sumOf(base, plus(-24), minus(0))).toEqual(number(1, -1, 12));
  });

  it('truncate magnitudes: negative sums are mirrored, not rounded down', () => {
    expect(sumOf(base, minus(0), minus(-24))).toEqual(number(1, 0, 10));
    expect(sumOf(base, minus(0), plus(-24))).toEqual(number(1, -1, 12));
    expect(sumOf(base, minus(15), minus(0))).toEqual(number(1, 1, 11));
  });

  it('shift right by a carry and truncate: 15 + 8 = 23 -> 11, 15 + 15 = 30 -> 15', () => {
    expect(sumOf(base, plus(15), plus(0))).toEqual(number(0, 1, 11));
    expect(sumOf(base, plus(15), plus(15))).toEqual(number(0, 1, 15));
    // 15 + (8 >> 3) = 16 -> 8: a carry by the last bit.
    expect(sumOf(base, plus(15), plus(-48))).toEqual(number(0, 1, 8));
  });

  it('shift left after cancellation, up to W - 1 places', () => {
    expect(sumOf(base, plus(15), minus(14))).toEqual(number(0, -3, 8));
    expect(sumOf(base, plus(14), minus(15))).toEqual(number(1, -3, 8));
    expect(sumOf(base, plus(0), minus(-1))).toEqual(number(0, -3, 8)); // 8 - (15 >> 1) = 1
    expect(sumOf(base, plus(12), minus(0))).toEqual(number(0, -1, 10)); // 13 - 8 = 5
  });

  it('reach the zero state, without a sign, and leave it', () => {
    expect(sumOf(base, plus(5), minus(5))).toEqual(ZERO);
    expect(sumOf(base, minus(5), plus(5))).toEqual(ZERO);
    // 67 and 70 differ, but not in four bits.
    expect(sumOf(base, plus(1), minus(2))).toEqual(ZERO);
    expect(sumOf({ ...base, significand: 7 }, plus(1), minus(2))).toEqual(number(1, -5, 96));
    expect(sumOf(base, plus(5), minus(5), minus(-32))).toEqual(number(1, -2, 8));
  });

  it('do not see a product W octaves below, but one W - 1 octaves below', () => {
    expect(sumOf(base, plus(0), plus(-50))).toEqual(number(0, 0, 8)); // e = -4
    expect(sumOf(base, plus(0), plus(-48))).toEqual(number(0, 0, 9)); // e = -3: one LSB
    expect(sumOf(base, plus(0), minus(-50))).toEqual(number(0, 0, 8));
    expect(sumOf(base, plus(0), minus(-48))).toEqual(number(0, -1, 14)); // 8 - 1 = 7
    expect(sumOf(base, plus(-50), minus(0))).toEqual(number(1, 0, 8));
  });

  it('stall: 1 summed up stops at 2^W', () => {
    const ones = Array.from({ length: 100 }, () => plus(0));
    expect(sumOf(base, ...ones.slice(0, 16))).toEqual(number(0, 4, 8));
    expect(sumOf(base, ...ones)).toEqual(number(0, 4, 8));
  });
});

describe('zero products and NaR', () => {
  it('change nothing but the flag, which stays', () => {
    const seven = [plus(0), plus(16), plus(32)];
    const sum = number(0, 2, 14);
    expect(chain(base, [...seven, [0, one], [one, 0], [0, 0]])).toEqual({ sum, nar: false });
    expect(chain(base, [...seven, [nar, one]])).toEqual({ sum, nar: true });
    expect(chain(base, [...seven, [0, nar]])).toEqual({ sum, nar: true });
    expect(chain(base, [[nar, nar], ...seven, [0, 0]])).toEqual({ sum, nar: true });
    expect(chain(base, [[nar, 0]])).toEqual({ sum: ZERO, nar: true });
  });

  it('leave the operand states alone', () => {
    const state = Object.freeze({ sum: Object.freeze(number(0, 0, 8)), nar: false });
    expect(chain(base, [plus(0), [nar, one]], state).nar).toBe(true);
    expect(state).toEqual({ sum: number(0, 0, 8), nar: false });
  });
});

describe('packSum and unpackSum', () => {
  const layout = { significand: 4, exponentBits: 5 };

  it('put s on top, then e, then M', () => {
    expect(packSum(layout, ZERO)).toBe(0n);
    expect(packSum(layout, number(0, 3, 9))).toBe(0b0_00011_1001n);
    expect(packSum(layout, number(1, -2, 15))).toBe(0b1_11110_1111n);
    expect(layoutOf(base)).toEqual({ significand: 4, exponentBits: 6 }); // -27 to 28
  });

  it('are inverse over every legal pattern, whatever stands above', () => {
    for (let bits = 0; bits < 2 ** 10; bits += 1) {
      if (bits % 16 < 8) continue;
      const sum = unpackSum(layout, BigInt(bits));
      expect(packSum(layout, sum)).toBe(BigInt(bits));
      expect(unpackSum(layout, BigInt(bits) | (5n << 10n))).toEqual(sum);
    }
  });

  it('read M = 0 as the zero state and refuse what no sum is', () => {
    for (let head = 0n; head < 64n; head += 1n) expect(unpackSum(layout, head << 4n)).toEqual(ZERO);
    expect(() => unpackSum(layout, 0b0_00000_0111n)).toThrow('leading one not at bit 3');
    expect(() => packSum(layout, number(0, 16, 8))).toThrow('does not fit 5 bits');
    expect(() => packSum(layout, number(0, -17, 8))).toThrow('does not fit 5 bits');
    expect(() => packSum(layout, number(0, 0, 16))).toThrow('leading one');
  });

  it('start a sum from a pattern', () => {
    const layout8 = layoutOf(base);
    const start = floatStart(base, packSum(layout8, number(1, 0, 11)));
    expect(chain(base, [plus(0)], start).sum).toEqual(number(1, -2, 12)); // 8 - 11 = -3
  });
});
