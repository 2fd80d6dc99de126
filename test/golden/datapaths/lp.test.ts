import { describe, expect, it } from 'vitest';
import { openDatapath, productTable } from '../../../golden/datapaths/index.ts';
import { multiplyAccumulate, start } from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { expectSame } from './support.ts';

const lp8 = { n: 8, es: 1, rs: 7 };
const lp4 = { n: 4, es: 0, rs: 2 };
const ternary = { n: 2, es: 0, rs: 1 };
const common = {
  activation: lp8,
  converterFraction: 6,
  fraction: 6,
  align: 'floor-act',
  nonNegative: false,
} as const;
const log = openDatapath({ ...common, kind: 'lp-log', weight: lp8, pipeline: 0 });

describe('lp-log', () => {
  it('adds logs and looks the sum up', () => {
    // 1 * 1 is T[0], 1 * 2^(1/16) is T[1], 2^(15/16) * -1 is -T[15].
    expect(log.product(0, 0, 0x40, 0x40)).toBe(64n);
    expect(log.product(0, 0, 0x40, 0x41)).toBe(67n);
    expect(log.product(0, 0, 0x4f, 0xc0)).toBe(-123n);
  });

  it('reads values without a scale', () => {
    expect([0x00, 0x40, 0x7f, 0xff, 0x80].map((word) => log.weightValue(0, 0, word))).toEqual([
      0,
      1,
      4096,
      -1 / 4096,
      null,
    ]);
    expect(log.activationValue(0x48)).toBeCloseTo(Math.SQRT2, 15);
  });

  it('rounds the magnitude of a negative activation up', () => {
    // 2^(1/16) * 2^-2: 67 / 4 = 16.75
    expect(log.product(0, 0, 0x41, 0x20)).toBe(16n);
    expect(log.product(0, 0, 0x41, 0xe0)).toBe(-17n);
    expect(log.product(0, 0, 0xbf, 0xe0)).toBe(17n);
    expect(log.product(0, 0, 0xbf, 0x20)).toBe(-16n);
  });

  it('multiplies by 0 where an operand is NaR', () => {
    expect(log.product(0, 0, 0x80, 0x40)).toBe(0n);
    expect(log.product(0, 0, 0x40, 0x80)).toBe(0n);
  });

  it('is the multiply-accumulate of the exact model', () => {
    const format = lpFormat(lp8);
    const mac = {
      weight: format,
      activation: format,
      converter: 'table',
      converterFraction: 6,
      align: 'floor-act',
      overflow: 'wrap',
      accumulatorFraction: 6,
      accumulatorWidth: 64,
    } as const;
    const table = productTable(log, 0, 0);
    for (let pair = 0; pair < 2 ** 16; pair += 7) {
      const { acc } = multiplyAccumulate(mac, start(0n), pair >> 8, pair & 0xff);
      if (acc !== BigInt(table[pair] as number)) expect.fail(`pair ${pair}: ${table[pair]}`);
    }
  });
});

describe('lp-linear', () => {
  it('is lp-log, bit for bit', () => {
    for (const align of ['truncate', 'floor-act'] as const) {
      const options = { ...common, weight: lp4, align };
      const linear = openDatapath({ ...options, kind: 'lp-linear', bus: 'sign-magnitude' });
      const logarithmic = openDatapath({ ...options, kind: 'lp-log', pipeline: 1 });
      expectSame(productTable(linear, 0, 0), productTable(logarithmic, 0, 0));
    }
  });
});

describe('lp-linear with a clip', () => {
  it('leaves larger words of either sign out', () => {
    const clip = { weight: 0x5, activation: 0x60 };
    const options = { ...common, weight: lp4, clip } as const;
    const clipped = openDatapath({ ...options, kind: 'lp-linear', bus: 'twos-complement' });
    expect([0x60, 0x61, 0xa0, 0x9f].map(clipped.isLegal)).toEqual([true, false, true, false]);
    const legal = [0x5, 0x6, 0xb, 0xa].map((word) => clipped.isLegalWeight(0, 0, word));
    expect(legal).toEqual([true, false, true, false]);
  });
});

describe('lp-fused', () => {
  const fused = openDatapath({ ...common, kind: 'lp-fused', weights: [lp8, lp4, ternary] });

  it('has lanes that are each like a single format', () => {
    expect(fused.modes.map(({ name, lanes }) => [name, lanes])).toEqual([
      ['8', 1],
      ['4', 2],
      ['2', 4],
    ]);
    for (const [mode, weight] of [lp8, lp4, ternary].entries()) {
      const alone = productTable(
        openDatapath({ ...common, kind: 'lp-log', weight, pipeline: 0 }),
        0,
        0,
      );
      for (let lane = 0; lane < 8 / weight.n; lane += 1) {
        const table = productTable(fused, mode, lane);
        const fields = Float64Array.from(table, (_, pair) => {
          const field = (pair >> (8 + lane * weight.n)) % 2 ** weight.n;
          return alone[field * 256 + (pair % 256)] as number;
        });
        expectSame(table, fields);
      }
    }
  });

  it('has logs that are less by sf', () => {
    const lowered = openDatapath({
      ...common,
      kind: 'lp-fused',
      weights: [lp8, { ...lp4, sf: 3 }],
      fraction: common.fraction + 3,
    });
    expect(lowered.weightValue(1, 1, 0x70)).toBe((fused.weightValue(1, 1, 0x70) as number) / 8);
    expectSame(productTable(lowered, 1, 1), productTable(fused, 1, 1));
  });

  it('has a clip for activations, and for weights of the widest mode', () => {
    const clip = { weight: 0x60, activation: 0x50 };
    const clipped = openDatapath({ ...common, kind: 'lp-fused', weights: [lp8, lp4], clip });
    expect([0x50, 0x51].map(clipped.isLegal)).toEqual([true, false]);
    expect([0x60, 0x61].map((word) => clipped.isLegalWeight(0, 0, word))).toEqual([true, false]);
    expect(clipped.isLegalWeight(1, 1, 0x7f)).toBe(true);
  });

  it('flags a NaR in its own lane', () => {
    expect([0, 1].map((lane) => fused.weightValue(1, lane, 0x84))).toEqual([1, null]);
  });

  it('adds nothing in a lane that a mode does not use', () => {
    expect(fused.product(0, 1, 0x40, 0x40)).toBe(0n);
    expect(fused.product(1, 2, 0x44, 0x40)).toBe(0n);
  });
});
