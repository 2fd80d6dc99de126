import { describe, expect, it } from 'vitest';
import type { MacParameters } from '../../../golden/exact/mac.ts';
import { toWords } from '../../../golden/fast/accumulator.ts';
import { createMac, EN_I, FIRST_I, RST_NI } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 });
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

/** The operand counter spelled out as a stream for run(). */
function expectedSweep(
  parameters: MacParameters,
  depth: number,
  starts: readonly bigint[],
  length: number,
): Uint32Array {
  const index = Array.from({ length }, (_, vector) => vector);
  const { weight, activation, accumulatorWidth } = parameters;
  const startOf = (vector: number) => starts[Math.floor(vector / depth) % starts.length] as bigint;
  return createMac(parameters).run({
    length,
    flags: Uint8Array.from(index, (i) => RST_NI | EN_I | (i % depth === 0 ? FIRST_I : 0)),
    weight: Uint16Array.from(index, (i) => Math.floor(i / 2 ** activation.n) % 2 ** weight.n),
    activation: Uint16Array.from(index, (i) => i % 2 ** activation.n),
    start: toWords(index.map(startOf), Math.ceil(accumulatorWidth / 32)),
  });
}

/** Fills in blocks of uneven length. */
function sweepInBlocks(
  parameters: MacParameters,
  depth: number,
  starts: readonly bigint[],
  length: number,
): Uint32Array {
  const mac = createMac(parameters);
  const sweep = mac.createSweep({ depth, starts });
  const out = new Uint32Array(length * mac.recordWords);
  for (let begin = 0, block = 1; begin < length; block = block * 3 + 1) {
    const end = Math.min(length, begin + block);
    sweep.fill(begin, end, out.subarray(begin * mac.recordWords, end * mac.recordWords));
    begin = end;
  }
  return out;
}

describe('createSweep', () => {
  it('forms hand-derived sums over LP<2,0,1> pairs', () => {
    const ternary = lpFormat({ n: 2, es: 0, rs: 1 }); // 0, 1, NaR, -1
    const small = { ...base, weight: ternary, activation: ternary, accumulatorWidth: 8 };
    const out = new Uint32Array(16);
    createMac(small)
      .createSweep({ depth: 3, starts: [0n, 7n] })
      .fill(0, 16, out);
    const nar = 256;
    expect([...out]).toEqual([
      ...[0, 0, nar], // 0 * {0, 1, NaR} from 0
      ...[7, 7, 71], // 0 * -1, 1 * {0, 1} from 7
      ...[nar, nar | 192, nar | 192], // 1 * {NaR, -1}, NaR * 0 from 0
      ...[nar | 7, nar | 7, nar | 7], // NaR * {1, NaR, -1} from 7
      ...[0, 192, nar | 192], // -1 * {0, 1, NaR} from 0
      71, // -1 * -1 from 7
    ]);
  });

  const formats = {
    '8x8': [lp8, lp8],
    '3x5': [lpFormat({ n: 3, es: 1, rs: 2 }), lpFormat({ n: 5, es: 2, rs: 1 })],
    '9x10': [lpFormat({ n: 9, es: 2, rs: 4 }), lpFormat({ n: 10, es: 0, rs: 9 })],
  } as const;
  const cases = (['8x8', '3x5', '9x10'] as const).flatMap((pair) =>
    [20, 31, 32, 63, 128].flatMap((width) =>
      (['wrap', 'saturate'] as const).flatMap((overflow) =>
        [1, 2, 300].map((depth) => ({ pair, width, overflow, depth })),
      ),
    ),
  );

  it.each(cases)('equals run: $pair, P = $width, $overflow, depth $depth', (config) => {
    const [weight, activation] = formats[config.pair];
    const parameters: MacParameters = {
      ...base,
      weight,
      activation,
      align: 'floor',
      overflow: config.overflow,
      accumulatorWidth: config.width,
      accumulatorFraction: config.width - 14,
    };
    const starts = [0n, -5n, (1n << BigInt(config.width - 1)) - 1n];
    // Beyond the largest page, or the smallest one where that takes long.
    const length = config.width < 32 || config.width === 63 ? 70000 : 9000;
    const actual = sweepInBlocks(parameters, config.depth, starts, length);
    const expected = expectedSweep(parameters, config.depth, starts, length);
    expect(actual.findIndex((word, index) => word !== expected[index])).toBe(-1);
    expect(new Set(expected).size).toBeGreaterThan(3);
  });

  it('restarts at 0 and repeats after all pairs', () => {
    const sweep = createMac(base).createSweep({ depth: 16, starts: [3n] });
    const first = new Uint32Array(65536);
    const second = new Uint32Array(65536);
    sweep.fill(0, 65536, first);
    sweep.fill(65536, 131072, second);
    expect(second).toEqual(first);
    sweep.fill(0, 1000, second);
    sweep.fill(1000, 65536, second.subarray(1000));
    expect(second).toEqual(first);
  });

  it('loads pages of 16-bit words', () => {
    const lp16 = lpFormat({ n: 16, es: 2, rs: 8 });
    const parameters = { ...base, weight: lp16, activation: lp16 };
    const sweep = createMac(parameters).createSweep({ depth: 1, starts: [0n] });
    const out = new Uint32Array(131072);
    sweep.fill(0, 131072, out); // weight 0, then the smallest weight
    expect(out[32768]).toBe(1 << 24); // 0 * NaR
    expect(out[65536 + 0x7fff]).toBe(64); // smallest * largest = 1
  });

  it('refuses gaps, short buffers and empty choices', () => {
    const mac = createMac(base);
    const sweep = mac.createSweep({ depth: 2, starts: [0n] });
    const out = new Uint32Array(10);
    sweep.fill(0, 4, out);
    expect(() => sweep.fill(5, 6, out)).toThrow(RangeError);
    expect(() => sweep.fill(4, 3, out)).toThrow(RangeError);
    expect(() => sweep.fill(4, 15, out)).toThrow(RangeError);
    expect(() => mac.createSweep({ depth: 0, starts: [0n] })).toThrow(RangeError);
    expect(() => mac.createSweep({ depth: 1, starts: [] })).toThrow(RangeError);
  });
});
