import { describe, expect, it } from 'vitest';
import type { MacParameters } from '../../../golden/exact/mac.ts';
import { createMac, EN_I, FIRST_I, RST_NI } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { fromWords, randomFormat, randomSource, randomStream, runMac } from './reference.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 }); // F = 4
const base: MacParameters = {
  weight: lp8,
  activation: lp8,
  converter: 'table',
  converterFraction: 6,
  align: 'truncate',
  overflow: 'wrap',
  accumulatorFraction: 6,
  accumulatorWidth: 24,
};

interface Cycle {
  readonly flags?: number;
  readonly weight: number;
  readonly activation: number;
  readonly start?: number;
}

/** Runs single-word start values; returns one bigint record per cycle. */
function run(parameters: MacParameters, cycles: readonly Cycle[]): bigint[] {
  const mac = createMac(parameters);
  const startWords = Math.ceil(parameters.accumulatorWidth / 32);
  const start = new Uint32Array(cycles.length * startWords);
  cycles.forEach((cycle, index) => {
    const value = cycle.start ?? 0;
    for (let word = 0; word < startWords; word++) {
      start[index * startWords + word] = word === 0 ? value : value < 0 ? -1 : 0;
    }
  });
  const records = mac.run({
    length: cycles.length,
    flags: Uint8Array.from(cycles, (cycle) => cycle.flags ?? RST_NI | EN_I),
    weight: Uint16Array.from(cycles, (cycle) => cycle.weight),
    activation: Uint16Array.from(cycles, (cycle) => cycle.activation),
    start,
  });
  return cycles.map((_, index) => fromWords(records, index, mac.recordWords));
}

/** Signed sums of records without NaR. */
const sums = (parameters: MacParameters, cycles: readonly Cycle[]) =>
  run(parameters, cycles).map((record) => {
    expect(record >> BigInt(parameters.accumulatorWidth)).toBe(0n);
    return Number(BigInt.asIntN(parameters.accumulatorWidth, record));
  });

const FIRST = RST_NI | EN_I | FIRST_I;

describe('createMac: products', () => {
  it('multiplies by adding logs', () => {
    const cycles = [
      { flags: FIRST, weight: 0x40, activation: 0x40 }, // 1 * 1
      { flags: FIRST, weight: 0x41, activation: 0x40 }, // T[1]
      { flags: FIRST, weight: 0x4f, activation: 0xc0 }, // -T[15]
      { flags: FIRST, weight: 0xc0, activation: 0xb0 }, // -1 * -2
      { flags: FIRST, weight: 0x30, activation: 0x47 }, // T[7] / 2
    ];
    expect(sums(base, cycles)).toEqual([64, 67, -123, 128, 43]);
  });

  it.each([
    ['truncate', [1, -1, -1, 1]],
    ['nearest', [1, -1, -1, 1]],
    ['floor', [1, -2, -2, 1]],
    ['floor-act', [1, -2, -1, 2]],
  ] as const)('aligns 67/64 by %s', (align, expected) => {
    const cycles = [
      { flags: FIRST, weight: 0x41, activation: 0x40 },
      { flags: FIRST, weight: 0x41, activation: 0xc0 },
      { flags: FIRST, weight: 0xbf, activation: 0x40 },
      { flags: FIRST, weight: 0xbf, activation: 0xc0 },
    ];
    expect(sums({ ...base, align, accumulatorFraction: 0 }, cycles)).toEqual(expected);
  });

  it('rounds halves up in nearest: 76/8 and 123/64 and 1/2', () => {
    const nearest = { ...base, align: 'nearest' } as const;
    const four = { flags: FIRST, weight: 0x44, activation: 0x40 }; // T[4] = 76
    const last = { flags: FIRST, weight: 0x4f, activation: 0x40 }; // T[15] = 123
    const one = { flags: FIRST, weight: 0x40, activation: 0xc0 };
    expect(sums({ ...nearest, accumulatorFraction: 3 }, [four])).toEqual([10]); // 9.5
    expect(sums({ ...nearest, accumulatorFraction: 0 }, [last])).toEqual([2]);
    expect(sums({ ...nearest, accumulatorFraction: -1 }, [one])).toEqual([-1]);
    expect(sums({ ...nearest, accumulatorFraction: -2 }, [last, one])).toEqual([0, 0]);
  });

  it('keeps the rounding of products far below the accumulator', () => {
    const least = [
      { flags: FIRST, weight: 0x01, activation: 0xff },
      { weight: 0xff, activation: 0x01 },
      { weight: 0xff, activation: 0xff },
    ];
    const far = { ...base, accumulatorFraction: -500 };
    expect(sums({ ...far, align: 'truncate' }, least)).toEqual([0, 0, 0]);
    expect(sums({ ...far, align: 'nearest' }, least)).toEqual([0, 0, 0]);
    expect(sums({ ...far, align: 'floor' }, least)).toEqual([-1, -2, -2]);
    expect(sums({ ...far, align: 'floor-act' }, least)).toEqual([-1, -1, 0]);
  });

  it.each([8, 31, 32, 64, 128])('reduces products of 1792 octaves to P = %d bits', (width) => {
    const lp16 = lpFormat({ n: 16, es: 5, rs: 15 });
    const wide = { ...base, weight: lp16, activation: lp16, accumulatorWidth: width };
    const cycles = [
      { flags: FIRST, weight: 0x7fff, activation: 0x7fff, start: -3 },
      { flags: FIRST, weight: 0x7fff, activation: 0x8001, start: -3 },
    ];
    const far = { ...wide, accumulatorFraction: 64 };
    const record = (value: bigint) => BigInt.asUintN(width, value);
    expect(run(far, cycles)).toEqual([record(-3n), record(-3n)]);
    const end = 1n << BigInt(width - 1);
    expect(run({ ...far, overflow: 'saturate' }, cycles)).toEqual([record(end - 1n), record(end)]);
  });

  it('ignores bits above n', () => {
    const lp4 = lpFormat({ n: 4, es: 1, rs: 3 });
    const cycles = [{ flags: FIRST, weight: 0xfff4, activation: 0xab40 }];
    expect(sums({ ...base, weight: lp4 }, cycles)).toEqual([64]);
  });
});

describe('createMac: state', () => {
  it('saturates at both ends at every step', () => {
    const narrow = { ...base, overflow: 'saturate', accumulatorWidth: 8 } as const;
    const cycles = [
      { flags: FIRST, weight: 0x40, activation: 0x40, start: 100 },
      { weight: 0x40, activation: 0xc0 },
      { flags: FIRST, weight: 0x40, activation: 0xc0, start: -100 },
      { weight: 0x40, activation: 0x40 },
    ];
    expect(sums(narrow, cycles)).toEqual([127, 63, -128, -64]);
    expect(sums({ ...narrow, overflow: 'wrap' }, cycles)).toEqual([-92, 100, 92, -100]);
  });

  it('keeps NaR until the next sum, NaR times zero included', () => {
    const cycles = [
      { flags: FIRST, weight: 0x40, activation: 0x40 },
      { weight: 0x80, activation: 0x00 },
      { weight: 0x40, activation: 0x40 },
      { flags: FIRST, weight: 0x40, activation: 0x40 },
      { flags: FIRST, weight: 0x40, activation: 0x80, start: 5 },
    ];
    const nar = 1n << 24n;
    expect(run(base, cycles)).toEqual([64n, nar | 64n, nar | 128n, 64n, nar | 5n]);
  });

  it('puts NaR into a word of its own at P = 32, beside the sum at P = 31', () => {
    const cycles = [{ flags: FIRST, weight: 0x80, activation: 0x40, start: -1 }];
    expect(createMac({ ...base, accumulatorWidth: 31 }).recordWords).toBe(1);
    expect(createMac({ ...base, accumulatorWidth: 32 }).recordWords).toBe(2);
    expect(run({ ...base, accumulatorWidth: 31 }, cycles)).toEqual([0xffff_ffffn]);
    expect(run({ ...base, accumulatorWidth: 32 }, cycles)).toEqual([0x1_ffff_ffffn]);
    expect(run({ ...base, accumulatorWidth: 63 }, cycles)).toEqual([0xffff_ffff_ffff_ffffn]);
  });

  it('clears on reset before all else, holds without enable', () => {
    const one = { weight: 0x40, activation: 0x40 };
    const cycles = [
      one, // accumulates from 0
      { ...one, flags: RST_NI }, // hold
      { ...one, flags: RST_NI | FIRST_I, start: 9 }, // hold: first_i needs en_i
      { weight: 0x80, activation: 0x80, flags: RST_NI }, // hold: no NaR either
      one,
      { weight: 0x80, activation: 0x40 },
      { ...one, flags: EN_I | FIRST_I, start: 9 }, // reset wins
      one,
    ];
    const nar = 1n << 24n;
    expect(run(base, cycles)).toEqual([64n, 64n, 64n, 64n, 128n, nar | 128n, 0n, 64n]);
  });

  it('starts every run from reset', () => {
    const mac = createMac(base);
    const stream = {
      length: 1,
      flags: Uint8Array.of(RST_NI | EN_I),
      weight: Uint16Array.of(0x40),
      activation: Uint16Array.of(0x40),
      start: Uint32Array.of(0),
    };
    expect([...mac.run(stream), ...mac.run(stream)]).toEqual([64, 64]);
  });

  it('refuses a converter beyond binary64', () => {
    expect(() => createMac({ ...base, converterFraction: 51 })).toThrow(RangeError);
  });
});

describe('createMac: random configurations against BigInt', () => {
  const seeds = Array.from({ length: 120 }, (_, index) => 1000 + index);
  it.each(seeds)('seed %d', (seed) => {
    const random = randomSource(seed * 2654435761);
    const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
    const parameters: MacParameters = {
      weight: randomFormat(random, 8),
      activation: randomFormat(random, 8),
      converter: pick(['table', 'mitchell']),
      converterFraction: random(pick([1, 10, 30])),
      align: pick(['truncate', 'nearest', 'floor', 'floor-act']),
      overflow: pick(['wrap', 'saturate']),
      accumulatorFraction: random(pick([20, 60])) - random(pick([1, 20, 300])),
      accumulatorWidth: pick([2, 7, 30, 31, 32, 33, 61, 62, 63, 64, 65, 94, 95, 96, 127, 128]),
    };
    const startWords = Math.ceil(parameters.accumulatorWidth / 32);
    const stream = randomStream(random, 400, startWords);
    const mac = createMac(parameters);
    const records = mac.run(stream);
    const actual = Array.from({ length: stream.length }, (_, index) =>
      fromWords(records, index, mac.recordWords),
    );
    expect(actual).toEqual(runMac(parameters, stream));
  });

  it.each([1, 2, 3, 4])('long words share no pair table, seed %d', (seed) => {
    const random = randomSource(seed * 99991);
    const parameters: MacParameters = {
      ...base,
      weight: lpFormat({ n: 16, es: 5, rs: 3 + random(10) }), // F = 8
      activation: lpFormat({ n: 12, es: 3, rs: 1 + random(11) }),
      align: seed % 2 === 0 ? 'floor-act' : 'floor',
      accumulatorWidth: 20 + 25 * seed,
    };
    const stream = randomStream(random, 400, Math.ceil(parameters.accumulatorWidth / 32));
    const mac = createMac(parameters);
    const records = mac.run(stream);
    const actual = Array.from({ length: stream.length }, (_, index) =>
      fromWords(records, index, mac.recordWords),
    );
    expect(actual).toEqual(runMac(parameters, stream));
  });
});
