import { describe, expect, it } from 'vitest';
import { openDatapath, productTable } from '../../../golden/datapaths/index.ts';
import { expectSame } from './support.ts';

const nibbles = Array.from({ length: 16 }, (_, word) => word);

describe('int', () => {
  const int8 = { kind: 'int', weightBits: 8, activationBits: 8, nonNegative: false } as const;

  it('multiplies two’s complement words, all of them', () => {
    const datapath = openDatapath({ ...int8, multiplier: 'array' });
    expect(datapath.product(0, 0, 0x80, 0x80)).toBe(16384n);
    expect(datapath.product(0, 0, 0x80, 0x7f)).toBe(-16256n);
    expect(datapath.product(0, 0, 0xff, 0xff)).toBe(1n);
    expect(datapath).toMatchObject({ weightBits: 8, activationBits: 8, fraction: 0 });
    expect(datapath.modes).toEqual([{ name: '8', lanes: 1, bits: 8 }]);
  });

  it('is the same with either multiplier', () => {
    const array = openDatapath({ ...int8, multiplier: 'array' });
    const booth = openDatapath({ ...int8, multiplier: 'booth' });
    expectSame(productTable(booth, 0, 0), productTable(array, 0, 0));
  });

  it('never meets a sign bit where activations are not negative', () => {
    const any = openDatapath({ ...int8, multiplier: 'booth' });
    const positive = openDatapath({ ...int8, multiplier: 'booth', nonNegative: true });
    expect([0, 0x7f, 0x80, 0xff].map(any.isLegal)).toEqual([true, true, true, true]);
    expect([0, 0x7f, 0x80, 0xff].map(positive.isLegal)).toEqual([true, true, false, false]);
    expect([-1, 256, 0.5].some(any.isLegal)).toBe(false);
  });

  it('refuses what is no word, and a mode that does not exist', () => {
    const datapath = openDatapath({ ...int8, multiplier: 'array' });
    expect(() => datapath.product(0, 0, 256, 0)).toThrow(/256 is no weight word of 8 bits/);
    expect(() => datapath.product(0, 0, 0, -1)).toThrow(/-1 is no word of 8 bits/);
    expect(() => datapath.weightValue(1, 0, 0)).toThrow(/no mode 1/);
  });
});

describe('int-fused', () => {
  const datapath = openDatapath({ kind: 'int-fused', modes: [8, 4, 2] });

  it('holds one, two or four weights', () => {
    expect(datapath.modes).toEqual([
      { name: '8', lanes: 1, bits: 8 },
      { name: '4', lanes: 2, bits: 4 },
      { name: '2', lanes: 4, bits: 2 },
    ]);
    // 1110_0100 is -28, or 4 and -2, or 0, 1, -2, -1 from lane 0 on.
    const lanes = (mode: number) =>
      [0, 1, 2, 3].map((lane) => Number(datapath.product(mode, lane, 0b1110_0100, 3)));
    expect(lanes(0)).toEqual([-84, 0, 0, 0]);
    expect(lanes(1)).toEqual([12, -6, 0, 0]);
    expect(lanes(2)).toEqual([0, 3, -6, -3]);
  });

  it('has the modes that are built, in their order', () => {
    const two = openDatapath({ kind: 'int-fused', modes: [4, 2] });
    expect(two.modes.map(({ name }) => name)).toEqual(['4', '2']);
    expect(two.product(1, 2, 0b1110_0100, 3)).toBe(-6n);
  });

  it('reads a weight of 0 in a lane that a mode does not use', () => {
    expect(datapath.weightValue(1, 2, 0xff)).toBe(0);
  });
});

describe('int-units', () => {
  const int4 = [0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1];
  const pot4 = [0, 1, 2, 4, 8, 16, 32, 64, -0, -1, -2, -4, -8, -16, -32, -64];
  const flint4 = [0, 1, 2, 3, 16, 8, 4, 6, -0, -1, -2, -3, -16, -8, -4, -6];

  it('has a byte or two nibbles', () => {
    const datapath = openDatapath({ kind: 'int-units', types: 'int' });
    expect(datapath.modes.map(({ name, lanes }) => [name, lanes])).toEqual([
      ['8', 1],
      ['4', 2],
    ]);
    expect(datapath.product(0, 0, 0x81, 0x80)).toBe(16256n);
    expect(datapath.product(1, 0, 0x81, 0x80)).toBe(-128n);
    expect(datapath.product(1, 1, 0x81, 0x80)).toBe(1024n);
  });

  it('has ANT’s types of nibbles, by mode', () => {
    const datapath = openDatapath({ kind: 'int-units', types: 'ant' });
    expect(datapath.modes.map(({ name }) => name)).toEqual(['8', 'int4', 'pot4', 'flint4']);
    for (const [index, values] of [int4, pot4, flint4].entries()) {
      const read = nibbles.map((word) => datapath.weightValue(index + 1, 1, word << 4));
      expect(read).toEqual(values.map((value) => value + 0));
    }
  });

  it('has the same nibbles in pot and flint', () => {
    const pot = openDatapath({ kind: 'pot', nonNegative: false });
    const flint = openDatapath({ kind: 'flint', activation: 'flint4' });
    expect(nibbles.map((word) => pot.weightValue(0, 0, word))).toEqual(pot4.map((x) => x + 0));
    expect(nibbles.map((word) => flint.weightValue(0, 0, word))).toEqual(flint4.map((x) => x + 0));
    expect(nibbles.map(flint.activationValue)).toEqual(flint4.map((x) => x + 0));
    expect(pot.product(0, 0, 0xf, 0x80)).toBe(8192n);
    expect(flint.product(0, 0, 0x4, 0xc)).toBe(-256n);
  });
});
