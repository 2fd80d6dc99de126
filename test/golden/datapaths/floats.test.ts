import { describe, expect, it } from 'vitest';
import {
  type Cut,
  type Datapath,
  type FloatName,
  openDatapath,
  type PositShape,
} from '../../../golden/datapaths/index.ts';

const float = (name: FloatName, fraction = 0, align: Cut = 'truncate') =>
  openDatapath({ kind: 'float', weight: name, activation: name, fraction, align });

const values = (datapath: Datapath, words: readonly number[]) =>
  words.map((word) => datapath.activationValue(word));

describe('float', () => {
  it('reads e4m3: NaN, no infinity, subnormals', () => {
    const e4m3 = float('e4m3');
    expect(values(e4m3, [0x7e, 0x7f, 0xff, 0xfe])).toEqual([448, null, null, -448]);
    expect(values(e4m3, [0x00, 0x80, 0x38, 0xb8])).toEqual([0, 0, 1, -1]);
    expect(values(e4m3, [0x01, 0x07, 0x08])).toEqual([2 ** -9, 7 * 2 ** -9, 2 ** -6]);
  });

  it('reads e5m2: infinities and NaN flag', () => {
    const e5m2 = float('e5m2');
    expect(values(e5m2, [0x7b, 0x7c, 0x7d, 0xfc, 0xff])).toEqual([57344, null, null, null, null]);
    expect(values(e5m2, [0x01, 0x03, 0x04])).toEqual([2 ** -16, 3 * 2 ** -16, 2 ** -14]);
    expect(values(e5m2, [0x3c, 0xc0])).toEqual([1, -2]);
  });

  it('reads e2m1', () => {
    const e2m1 = float('e2m1');
    expect(values(e2m1, [0, 1, 2, 3, 4, 5, 6, 7])).toEqual([0, 0.5, 1, 1.5, 2, 3, 4, 6]);
    expect(values(e2m1, [8, 9, 15])).toEqual([0, -0.5, -6]);
  });

  it('reads adaptiv8: one zero for each sign in place of the smallest number', () => {
    const adaptiv8 = float('adaptiv8');
    expect(values(adaptiv8, [0x00, 0x80, 0x01, 0x81])).toEqual([0, 0, 1.0625, -1.0625]);
    expect(values(adaptiv8, [0x10, 0x7f, 0xff])).toEqual([2, 248, -248]);
  });

  it.each([
    ['truncate', [1n, -1n, -1n, 1n]],
    ['nearest', [1n, -1n, -1n, 1n]],
    ['floor', [1n, -2n, -2n, 1n]],
    ['floor-act', [1n, -1n, -2n, 2n]],
  ] as const)('cuts 1.375 by %s', (align, expected) => {
    // 1.375 is 0x3b; weight and activation as ++, -+, +-, --.
    const pairs = [
      [0x3b, 0x38],
      [0xbb, 0x38],
      [0x3b, 0xb8],
      [0xbb, 0xb8],
    ] as const;
    const e4m3 = float('e4m3', 0, align);
    expect(pairs.map(([weight, activation]) => e4m3.product(0, 0, weight, activation))).toEqual(
      expected,
    );
  });

  it('cuts half an LSB to nothing, or by nearest away from zero', () => {
    // 0.5 * 1
    expect(float('e4m3').product(0, 0, 0xb0, 0x38)).toBe(0n);
    expect(float('e4m3', 0, 'nearest').product(0, 0, 0xb0, 0x38)).toBe(-1n);
  });

  it('leaves words beyond a clip out, of either sign, but no NaN', () => {
    const clip = { weight: 0x2e, activation: 0x18 };
    const clipped = openDatapath({
      kind: 'float',
      weight: 'e4m3',
      activation: 'e5m2',
      fraction: 0,
      align: 'truncate',
      clip,
    });
    const weights = [0x2e, 0x2f, 0xae, 0xaf, 0x80, 0x7f].map((word) =>
      clipped.isLegalWeight(0, 0, word),
    );
    expect(weights).toEqual([true, false, true, false, true, true]);
    const activations = [0x18, 0x19, 0x98, 0x99, 0x80, 0xfc].map(clipped.isLegal);
    expect(activations).toEqual([true, false, true, false, true, true]);
  });

  it('multiplies by 0 where an operand is not a number', () => {
    const e4m3 = float('e4m3', 0, 'floor');
    expect(e4m3.product(0, 0, 0x7f, 0xb8)).toBe(0n);
    expect(e4m3.product(0, 0, 0xb8, 0xff)).toBe(0n);
  });
});

describe('fp4-prepared', () => {
  it('is exact in halves', () => {
    const datapath = openDatapath({ kind: 'fp4-prepared', nonNegative: false });
    expect(datapath.fraction).toBe(1);
    // 0.5 * 1, -1.5 * -128, 6 * 127
    expect(datapath.product(0, 0, 0x1, 0x01)).toBe(1n);
    expect(datapath.product(0, 0, 0xb, 0x80)).toBe(384n);
    expect(datapath.product(0, 0, 0x7, 0x7f)).toBe(1524n);
  });
});

describe('posit', () => {
  const posit = (shape: PositShape, fraction = 0) =>
    openDatapath({ kind: 'posit', weight: shape, activation: shape, fraction, align: 'truncate' });

  it('reads every posit(4, 1)', () => {
    const words = Array.from({ length: 16 }, (_, word) => word);
    const positive = [2 ** -4, 2 ** -2, 0.5, 1, 2, 4, 16];
    const negative = positive.map((value) => -value).reverse();
    expect(values(posit({ n: 4, es: 1 }), words)).toEqual([0, ...positive, null, ...negative]);
  });

  it('reads posit(8, 1): fractions and regimes that leave no room for an exponent', () => {
    const datapath = posit({ n: 8, es: 1 });
    // 0_10_1_1000 = 2 * 1.5; 0_10_0_0001 = 17/16
    expect(values(datapath, [0x58, 0x41, 0xa8])).toEqual([3, 1.0625, -3]);
    // 0_111111_0 has regime 5, 0_1111110: no exponent bit is left, it is 0.
    expect(values(datapath, [0x7f, 0x7e, 0x7d, 0x01, 0x02, 0x03])).toEqual([
      4096,
      1024,
      512,
      1 / 4096,
      1 / 1024,
      1 / 512,
    ]);
    expect(values(datapath, [0x80, 0x81, 0xff])).toEqual([null, -4096, -1 / 4096]);
  });

  it('takes missing exponent bits as zeros', () => {
    // posit(8, 2): 0_111110_1 has regime 4 and exponent 1x = 2.
    expect(values(posit({ n: 8, es: 2 }), [0x7d, 0x7c, 0x7f])).toEqual([2 ** 18, 2 ** 16, 2 ** 24]);
  });

  it('reads posit(2, 0) as ternary', () => {
    expect(values(posit({ n: 2, es: 0 }), [0, 1, 2, 3])).toEqual([0, 1, null, -1]);
  });

  it('multiplies and cuts', () => {
    // 3 * -17/16 = -3.1875
    expect(posit({ n: 8, es: 1 }, 4).product(0, 0, 0x58, 0xbf)).toBe(-51n);
    expect(posit({ n: 8, es: 1 }, 2).product(0, 0, 0x58, 0xbf)).toBe(-12n);
  });

  it('refuses a posit that does not exist', () => {
    expect(() => posit({ n: 8, es: 6 })).toThrow(/es must be an integer from 0 to 5/);
  });

  it('is fused in lanes', () => {
    const fused = openDatapath({ kind: 'posit-fused', fraction: 2, align: 'truncate' });
    // 11_01_01_00; 1101 is minus 0011.
    expect([0, 1].map((lane) => fused.weightValue(1, lane, 0xd4))).toEqual([1, -0.5]);
    expect([0, 1, 2, 3].map((lane) => fused.weightValue(2, lane, 0xd4))).toEqual([0, 1, 1, -1]);
    expect([0, 1, 2, 3].map((lane) => fused.product(2, lane, 0xd4, 0x58))).toEqual([
      0n,
      12n,
      12n,
      -12n,
    ]);
    expect(fused.weightValue(2, 1, 0b1000)).toBe(null);
    expect(fused.weightValue(2, 0, 0b1000)).toBe(0);
  });
});
