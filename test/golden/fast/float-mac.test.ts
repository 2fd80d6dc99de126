import { describe, expect, it } from 'vitest';
import { type FloatMacParameters, layoutOf, packSum } from '../../../golden/exact/index.ts';
import { toWords } from '../../../golden/fast/accumulator.ts';
import { createMac, createRequantizer, EN_I, FIRST_I, RST_NI } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { fromWords } from './reference.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 });
const base: FloatMacParameters = {
  weight: lp8,
  activation: lp8,
  converter: 'table',
  converterFraction: 6,
  significand: 4,
};
const STEP = RST_NI | EN_I;
const FIRST = STEP | FIRST_I;
const one = 0x40;
const nar = 0x80;

interface Cycle {
  readonly flags?: number;
  readonly weight: number;
  readonly activation?: number;
  readonly start?: bigint;
}

/** One record per cycle; E = 6 and W = 4 of the base make {nar, s, e, M} 1 + 1 + 6 + 4 bits. */
function run(parameters: FloatMacParameters, cycles: readonly Cycle[]): bigint[] {
  const { significand, exponentBits } = layoutOf(parameters);
  const mac = createMac(parameters);
  const records = mac.run({
    length: cycles.length,
    flags: Uint8Array.from(cycles, ({ flags }) => flags ?? STEP),
    weight: Uint16Array.from(cycles, ({ weight }) => weight),
    activation: Uint16Array.from(cycles, ({ activation }) => activation ?? one),
    start: toWords(
      cycles.map(({ start }) => start ?? 0n),
      Math.ceil((1 + exponentBits + significand) / 32),
    ),
  });
  return cycles.map((_, cycle) => fromWords(records, cycle, mac.recordWords));
}

describe('createMac with floating sums', () => {
  it('records {nar, s, e, M}', () => {
    const cycles = [
      { flags: FIRST, weight: one }, // 1
      { weight: 0x28 }, // 2^(-3/2): 11 >> 2
      { weight: 0xb0 }, // -2: 8 - (10 >> 1) = 3, normalised 12
      { weight: nar },
      { weight: 0 },
    ];
    expect(run(base, cycles)).toEqual([
      0b0_0_000000_1000n,
      0b0_0_000000_1010n,
      0b0_1_111111_1100n,
      0b1_1_111111_1100n,
      0b1_1_111111_1100n,
    ]);
  });

  it('clears on reset before all else, holds without enable', () => {
    const start = packSum(layoutOf(base), {
      kind: 'number',
      sign: 0,
      exponent: 1,
      significand: 8n,
    });
    const cycles = [
      { weight: one }, // accumulates from zero
      { weight: nar, flags: RST_NI }, // hold
      { weight: one, flags: RST_NI | FIRST_I, start }, // hold: first_i needs en_i
      { weight: one, flags: EN_I | FIRST_I, start }, // reset wins
      { weight: one, flags: FIRST, start },
      { weight: nar },
      { weight: one, flags: FIRST },
    ];
    const unit = 0b000000_1000n;
    const three = 0b000001_1100n;
    const flag = 1n << 11n;
    expect(run(base, cycles)).toEqual([unit, unit, unit, 0n, three, flag | three, unit]);
  });

  it('ignores bits above n and above a start value', () => {
    const lp4 = lpFormat({ n: 4, es: 1, rs: 3 });
    const cycles = [{ flags: FIRST, weight: 0xfff4, activation: 0xab40, start: -1n << 11n }];
    expect(run({ ...base, weight: lp4 }, cycles)).toEqual([0b1000n]);
  });

  it('starts at zero from a value without a leading one, whatever s and e are', () => {
    for (const start of [0b1_010101_0000n, 0b0_111111_0000n, 0b1_000001_0111n]) {
      const cycles = [
        { flags: FIRST, weight: 0, start },
        { flags: FIRST, weight: one, start },
      ];
      expect(run(base, cycles)).toEqual([0n, 0b1000n]);
      const sweep = createMac(base).createSweep({ depth: 1, starts: [start] });
      const records = new Uint32Array(one * 256 + one + 1);
      sweep.fill(0, records.length, records);
      expect([records[0], records[one * 256 + one]]).toEqual([0, 0b1000]);
    }
  });

  it('puts what a word does not hold into a second one', () => {
    // E = 7: {nar, s, e, M} has 32 bits at W = 23, and NaR is alone in a second word at W = 24.
    expect(layoutOf({ ...base, significand: 23 }).exponentBits).toBe(7);
    const words = (W: number) => createMac({ ...base, significand: W }).recordWords;
    expect([words(23), words(24), words(32)]).toEqual([1, 2, 2]);
    for (const W of [23, 24, 25, 30, 31, 32]) {
      const parameters = { ...base, significand: W };
      const { exponentBits: E } = layoutOf(parameters);
      const cycles = [
        { flags: FIRST, weight: 0xb0 }, // -2: s = 1, e = 1
        { weight: nar },
      ];
      const minusTwo = (1n << BigInt(E + W)) | (1n << BigInt(W)) | (1n << BigInt(W - 1));
      const flag = 1n << BigInt(1 + E + W);
      expect(run(parameters, cycles)).toEqual([minusTwo, flag | minusTwo]);
    }
  });

  it('starts every run from reset', () => {
    const mac = createMac(base);
    const stream = {
      length: 1,
      flags: Uint8Array.of(STEP),
      weight: Uint16Array.of(one),
      activation: Uint16Array.of(one),
      start: Uint32Array.of(0),
    };
    expect([...mac.run(stream), ...mac.run(stream)]).toEqual([8, 8]);
  });

  it('refuses what its words do not hold', () => {
    expect(() => createMac({ ...base, converterFraction: 51 })).toThrow('G is at most 50');
    expect(() => createMac({ ...base, significand: 33 })).toThrow('W is at most 32');
    const rest = { inputBits: 4, fraction: 4, scale: 0n, relu: false, output: lp8 } as const;
    const requantise = { ...rest, underflow: 'flush', significand: 8 } as const;
    expect(() => createRequantizer({ ...requantise, exponentBits: 30 })).toThrow('E is at most 29');
  });
});

describe('createSweep with floating sums', () => {
  const formats = {
    '8x8': [lp8, lp8],
    '3x5': [lpFormat({ n: 3, es: 1, rs: 2 }), lpFormat({ n: 5, es: 2, rs: 1 })],
    '9x10': [lpFormat({ n: 9, es: 2, rs: 4 }), lpFormat({ n: 10, es: 0, rs: 9 })],
  } as const;
  const cases = (['8x8', '3x5', '9x10'] as const).flatMap((pair) =>
    [7, 12, 30, 31].flatMap((W) => [1, 2, 300].map((depth) => ({ pair, W, depth }))),
  );

  it.each(cases)('equals run: $pair, W = $W, depth $depth, in uneven blocks', (config) => {
    const [weight, activation] = formats[config.pair];
    const parameters = { ...base, weight, activation, significand: config.W };
    const { exponentBits: E } = layoutOf(parameters);
    const lead = 1n << BigInt(config.W - 1);
    const starts = [0n, lead + 3n, (1n << BigInt(E + config.W)) | lead];
    // Beyond the largest page, or the smallest one where that takes long.
    const length = config.W === 12 ? 70000 : 9000;
    const startOf = (vector: number) => starts[Math.floor(vector / config.depth) % 3] ?? 0n;
    const index = Array.from({ length }, (_, vector) => vector);
    const expected = createMac(parameters).run({
      length,
      flags: Uint8Array.from(index, (i) => (i % config.depth === 0 ? FIRST : STEP)),
      weight: Uint16Array.from(index, (i) => Math.floor(i / 2 ** activation.n) % 2 ** weight.n),
      activation: Uint16Array.from(index, (i) => i % 2 ** activation.n),
      start: toWords(index.map(startOf), Math.ceil((1 + E + config.W) / 32)),
    });

    const mac = createMac(parameters);
    const sweep = mac.createSweep({ depth: config.depth, starts });
    const actual = new Uint32Array(length * mac.recordWords);
    for (let begin = 0, block = 1; begin < length; block = block * 3 + 1) {
      const end = Math.min(length, begin + block);
      sweep.fill(begin, end, actual.subarray(begin * mac.recordWords, end * mac.recordWords));
      begin = end;
    }
    expect(actual.findIndex((word, at) => word !== expected[at])).toBe(-1);
    expect(new Set(expected).size).toBeGreaterThan(3);
  });

  it.each([12, 32])('restarts at 0 and repeats after all pairs, W = %d', (significand) => {
    const mac = createMac({ ...base, significand });
    const sweep = mac.createSweep({ depth: 16, starts: [0n] });
    const first = new Uint32Array(65536 * mac.recordWords);
    const second = new Uint32Array(first.length);
    sweep.fill(0, 65536, first);
    sweep.fill(65536, 131072, second);
    expect(second).toEqual(first);
    sweep.fill(0, 1000, second);
    sweep.fill(1000, 65536, second.subarray(1000 * mac.recordWords));
    expect(second).toEqual(first);
  });
});
