import { describe, expect, it } from 'vitest';
import { openDatapath } from '../../../golden/datapaths/index.ts';

const lmul = openDatapath({ kind: 'lmul', fraction: 10, align: 'truncate' });

/** The product as a real number. */
const product = (weight: number, activation: number) =>
  Number(lmul.product(0, 0, weight, activation)) / 2 ** 10;

describe('lmul', () => {
  it('adds mantissas and an eighth', () => {
    // 1 * 1, 1.25 * 1.25, -2 * 1.5
    expect(product(0x38, 0x38)).toBe(1.125);
    expect(product(0x3a, 0x3a)).toBe(1.625);
    expect(product(0xc0, 0x3c)).toBe(-3.25);
  });

  it('carries from the mantissas into the exponent', () => {
    // 0.5 + 0.375 + 0.125 is a whole one; 0.875 + 0.875 + 0.125 is 1.875.
    expect(product(0x3c, 0x3b)).toBe(2);
    expect(product(0x3f, 0x3f)).toBe(2 * 1.875);
  });

  it('counts zero and subnormals as zero, and the smallest normal number not', () => {
    expect([0x00, 0x80, 0x01, 0x07, 0x87].map((word) => lmul.weightValue(0, 0, word))).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(product(0x07, 0x7e)).toBe(0);
    expect(lmul.activationValue(0x08)).toBe(2 ** -6);
    expect(product(0x08, 0x7e)).toBe(2 ** -6 * 256 * 1.875);
  });

  it('flags NaN and multiplies it by 0', () => {
    expect(lmul.weightValue(0, 0, 0x7f)).toBe(null);
    expect(lmul.activationValue(0xff)).toBe(null);
    expect(product(0x7f, 0x38)).toBe(0);
  });

  it('cuts to the LSB', () => {
    // 2^-6 * 2^-6 * 1.125 = 2^-12 * 1.125
    const cut = (align: 'truncate' | 'floor') =>
      openDatapath({ kind: 'lmul', fraction: 10, align }).product(0, 0, 0x88, 0x08);
    expect(cut('truncate')).toBe(0n);
    expect(cut('floor')).toBe(-1n);
  });
});
