import { describe, expect, it } from 'vitest';
import {
  type FloatRequantiseParameters,
  type FloatSum,
  floatRequantise,
  type RequantiseParameters,
  requantise,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 }); // F = 4: 0x40 is 1, the next word 2^(1/16)
const base: FloatRequantiseParameters = {
  significand: 4,
  exponentBits: 6,
  inputBits: 4,
  fraction: 5,
  scale: 0n,
  relu: false,
  underflow: 'flush',
  output: lp8,
};

function wordOf(
  options: Partial<FloatRequantiseParameters>,
  sign: 0 | 1,
  exponent: number,
  significand: number,
): number {
  const sum = { kind: 'number', sign, exponent, significand: BigInt(significand) } as const;
  return floatRequantise({ ...base, ...options }, { sum, nar: false });
}

describe('floatRequantise', () => {
  it('takes e for the octave', () => {
    expect(wordOf({}, 0, 0, 8)).toBe(0x40);
    expect(wordOf({}, 0, 1, 8)).toBe(0x50);
    expect(wordOf({}, 0, -1, 8)).toBe(0x30);
    expect(wordOf({}, 1, 0, 8)).toBe(0xc0);
  });

  it('reads X bits below the leading one, missing ones as 0', () => {
    // M = 1.011: x = 0110, R = 15, so 7.5 sixteenths; the tie goes to the even word.
    expect(wordOf({}, 0, 0, 0b1011)).toBe(0x48);
    // M = 1.100: x = 1000, R = 19, so 9.5 sixteenths.
    expect(wordOf({}, 0, 0, 0b1100)).toBe(0x4a);
    expect(wordOf({}, 1, 0, 0b1100)).toBe(0x100 - 0x4a);
  });

  it('drops further bits', () => {
    // X = 2: 1.011 is read as 1.01, R = 10, so 5 sixteenths, as 1.010 is.
    expect(wordOf({ inputBits: 2 }, 0, 0, 0b1011)).toBe(0x45);
    expect(wordOf({ inputBits: 2 }, 0, 0, 0b1010)).toBe(0x45);
    expect(wordOf({ inputBits: 0 }, 0, 0, 0b1111)).toBe(0x40);
  });

  it('adds the scale, saturates and flushes', () => {
    expect(wordOf({ scale: 32n }, 0, 0, 8)).toBe(0x50);
    expect(wordOf({ scale: -4n }, 0, 0, 8)).toBe(0x3e);
    expect(wordOf({}, 0, 13, 8)).toBe(0x7f);
    expect(wordOf({}, 1, 31, 15)).toBe(0x81);
    expect(wordOf({}, 0, -13, 8)).toBe(0x01);
    expect(wordOf({}, 0, -14, 15)).toBe(0x00);
    expect(wordOf({ underflow: 'saturate' }, 1, -14, 15)).toBe(0xff);
  });

  it('gives NaR for the flag, zero for the zero state and for negative sums under relu', () => {
    const zero: FloatSum = { kind: 'zero' };
    expect(floatRequantise(base, { sum: zero, nar: false })).toBe(0);
    expect(floatRequantise({ ...base, relu: true }, { sum: zero, nar: true })).toBe(0x80);
    expect(wordOf({ relu: true }, 1, 0, 8)).toBe(0);
    expect(wordOf({ relu: true }, 0, 0, 8)).toBe(0x40);
  });

  it('equals the fixed-point case of the same value', () => {
    const { significand: _, exponentBits: __, ...rest } = base;
    for (const X of [0, 2, 3, 4, 7]) {
      for (let exponent = -15; exponent <= 15; exponent += 3) {
        for (let significand = 8; significand < 16; significand += 1) {
          const fixed: RequantiseParameters = {
            ...rest,
            inputBits: X,
            accumulatorWidth: 5,
            accumulatorFraction: 3 - exponent,
          };
          const v = BigInt(significand);
          expect(wordOf({ inputBits: X }, 0, exponent, significand)).toBe(
            requantise(fixed, v, false),
          );
          expect(wordOf({ inputBits: X }, 1, exponent, significand)).toBe(
            requantise(fixed, -v, false),
          );
        }
      }
    }
  });
});
