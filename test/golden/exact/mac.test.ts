import { describe, expect, it } from 'vitest';
import {
  antilog,
  decode,
  type MacParameters,
  multiplyAccumulate,
  productMagnitude,
  start,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 });
const base: MacParameters = {
  weight: lp8,
  activation: lp8,
  converter: 'table',
  converterFraction: 6,
  align: 'truncate',
  overflow: 'wrap',
  accumulatorFraction: 8,
  accumulatorWidth: 24,
};

/** Word of LP<8,1,7> with value 2^log, log from -2 to 1. */
const wordOfLog = new Map([
  [-2, 0x20],
  [-1, 0x30],
  [0, 0x40],
  [1, 0x50],
]);
const one = 0x40;
const minusOne = 0xc0;
const nar = 0x80;

/** The sum of products of word pairs. */
function total(
  parameters: MacParameters,
  pairs: readonly (readonly [number, number])[],
  b = 0n,
): { acc: bigint; nar: boolean } {
  let state = start(b);
  for (const [weight, activation] of pairs) {
    state = multiplyAccumulate(parameters, state, weight, activation);
  }
  return state;
}

describe('antilog', () => {
  it('gives the check values of section 3', () => {
    const table = Array.from({ length: 16 }, (_, j) => Number(antilog('table', 6, 4, j)));
    expect(table).toEqual([64, 67, 70, 73, 76, 79, 83, 87, 91, 95, 99, 103, 108, 112, 117, 123]);
  });

  it('is nearest, by whole powers of its half-way neighbours', () => {
    for (const G of [0, 1, 3, 6, 9]) {
      for (const Fp of [0, 1, 3, 6]) {
        for (let j = 0; j < 2 ** Fp; j += 1) expectNearest(G, Fp, j);
      }
    }
    for (const j of [1, 2, 5461, 8191, 8192, 8193, 12345, 16382, 16383]) expectNearest(12, 14, j);
  });

  it('stays below the next octave', () => {
    expect(antilog('table', 0, 2, 3)).toBe(1n);
    expect(antilog('table', 1, 4, 15)).toBe(3n);
    expect(antilog('table', 12, 14, 16383)).toBe(8191n);
    expect(antilog('mitchell', 0, 2, 3)).toBe(1n);
  });

  it('is a straight line for mitchell, rounded down', () => {
    const line = Array.from({ length: 8 }, (_, j) => Number(antilog('mitchell', 2, 3, j)));
    expect(line).toEqual([4, 4, 5, 5, 6, 6, 7, 7]);
    expect(antilog('mitchell', 6, 4, 15)).toBe(124n);
  });

  it('builds 16384 entries that never fall, within seconds', () => {
    const table = Array.from({ length: 16384 }, (_, j) => antilog('table', 12, 14, j));
    expect(table.every((entry, j) => j === 0 || entry >= (table[j - 1] ?? 0n))).toBe(true);
    expect(table[8192]).toBe(5793n);
  }, 5000);

  it('refuses an index outside its table', () => {
    expect(() => antilog('table', 6, 4, 16)).toThrow('from 0 to 15');
    expect(() => antilog('mitchell', 6, 4, -1)).toThrow('from 0 to 15');
  });
});

/** (T - 1/2) < 2^(G + j / 2^Fp) < (T + 1/2), where the next octave does not cap T. */
function expectNearest(G: number, Fp: number, j: number): void {
  const entry = antilog('table', G, Fp, j);
  const degree = 2n ** BigInt(Fp);
  const power = 1n << (BigInt(G + 1) * degree + BigInt(j));
  expect((2n * entry - 1n) ** degree < power).toBe(true);
  if (entry < 2n ** BigInt(G + 1) - 1n) {
    expect((2n * entry + 1n) ** degree > power).toBe(true);
  } else {
    // Capped or not, the exact power is below 2^(G + 1).
    expect(power < 1n << (BigInt(G + 2) * degree)).toBe(true);
  }
}

describe('productMagnitude', () => {
  it('aligns as the quotient of its definition, every align, sign and shift', () => {
    for (const converter of ['table', 'mitchell'] as const) {
      for (const A of [-9, 0, 5, 30]) {
        for (const align of ['truncate', 'nearest', 'floor', 'floor-act'] as const) {
          const parameters = { ...base, converter, align, accumulatorFraction: A };
          for (let logSum = -400; logSum <= 400; logSum += 3) {
            const octave = Math.floor(logSum / 16);
            const T = antilog(converter, 6, 4, logSum - 16 * octave);
            const h = octave + A - 6;
            const divisor = 2n ** BigInt(Math.max(0, -h));
            const product = T * 2n ** BigInt(Math.max(0, h));
            const down = product / divisor;
            const up = (product + divisor - 1n) / divisor;
            const nearest = (2n * product + divisor) / (2n * divisor);
            for (const w of [false, true]) {
              for (const a of [false, true]) {
                const expected = {
                  truncate: down,
                  nearest,
                  floor: w === a ? down : up,
                  'floor-act': a ? up : down,
                }[align];
                expect(productMagnitude(parameters, logSum, w, a)).toBe(expected);
                expect(productMagnitude(parameters, BigInt(logSum), w, a)).toBe(expected);
              }
            }
          }
        }
      }
    }
  });

  it('keeps 1 of a far underflow only where it rounds away from zero', () => {
    const at = (align: MacParameters['align'], w: boolean, a: boolean) =>
      productMagnitude({ ...base, align, accumulatorFraction: -500 }, -384, w, a);
    const signs = [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const;
    const of = (align: MacParameters['align']) => signs.map(([w, a]) => Number(at(align, w, a)));
    expect(of('truncate')).toEqual([0, 0, 0, 0]);
    expect(of('nearest')).toEqual([0, 0, 0, 0]);
    expect(of('floor')).toEqual([0, 1, 1, 0]);
    expect(of('floor-act')).toEqual([0, 1, 0, 1]);
  });

  it('brings operands of unlike formats to the finer fraction', () => {
    // LP<4,0,3> has F = 1, LP<8,1,7> F = 4: word 0101 is 2^(1/2), word 0100_0100 is 2^(1/4).
    const weight = lpFormat({ n: 4, es: 0, rs: 3 });
    expect(decode(weight, 0b0101)).toEqual({ kind: 'number', sign: 0, log: 1n });
    expect(decode(lp8, 0b0100_0100)).toEqual({ kind: 'number', sign: 0, log: 4n });
    const product = antilog('table', 6, 4, 12);
    const sum = { ...base, accumulatorFraction: 6 };
    expect(total({ ...sum, weight }, [[0b0101, 0b0100_0100]]).acc).toBe(product);
    expect(total({ ...sum, activation: weight }, [[0b0100_0100, 0b0101]]).acc).toBe(product);
  });
});

describe('multiplyAccumulate', () => {
  it('adds signed products to the start value', () => {
    const [half, two] = [wordOfLog.get(-1) ?? 0, wordOfLog.get(1) ?? 0];
    expect(total(base, [[one, one]])).toEqual({ acc: 256n, nar: false });
    expect(total(base, [[minusOne, one]]).acc).toBe(-256n);
    expect(total(base, [[minusOne, minusOne]]).acc).toBe(256n);
    expect(
      total(
        base,
        [
          [half, one],
          [two, 256 - two],
        ],
        7n,
      ).acc,
    ).toBe(7n + 128n - 1024n);
    // 2^(1/2) * 2^0: T[8] = 91 at G = 6, A = 8.
    expect(total(base, [[0x48, minusOne]]).acc).toBe(-364n);
  });

  it('takes a zero for nothing and a NaR for a sticky flag without a value', () => {
    expect(total(base, [[0, 0]], 5n)).toEqual({ acc: 5n, nar: false });
    expect(total(base, [[0, one]], 5n)).toEqual({ acc: 5n, nar: false });
    expect(total(base, [[one, 0]], 5n)).toEqual({ acc: 5n, nar: false });
    expect(total(base, [[nar, one]], 5n)).toEqual({ acc: 5n, nar: true });
    expect(total(base, [[one, nar]], 5n)).toEqual({ acc: 5n, nar: true });
    expect(total(base, [[nar, nar]], 5n)).toEqual({ acc: 5n, nar: true });
    expect(total(base, [[nar, 0]], 5n)).toEqual({ acc: 5n, nar: true });
    expect(total(base, [[0, nar]], 5n)).toEqual({ acc: 5n, nar: true });
    expect(
      total(
        base,
        [
          [nar, 0],
          [one, one],
          [0, 0],
        ],
        5n,
      ),
    ).toEqual({ acc: 261n, nar: true });
  });

  it('leaves its operand states alone', () => {
    const state = start(1n);
    multiplyAccumulate(base, state, one, one);
    multiplyAccumulate(base, state, nar, one);
    expect(state).toEqual({ acc: 1n, nar: false });
  });

  it("wraps into two's complement at both ends", () => {
    const narrow = { ...base, accumulatorWidth: 10 };
    expect(total(narrow, [[one, one]], 255n).acc).toBe(511n);
    expect(total(narrow, [[one, one]], 256n).acc).toBe(-512n);
    expect(total(narrow, [[one, minusOne]], -256n).acc).toBe(-512n);
    expect(total(narrow, [[one, minusOne]], -257n).acc).toBe(511n);
    // A product of many times the range: its magnitude is not shortened first.
    expect(total(narrow, [[0x7f, 0x7f]], 3n).acc).toBe(3n);
    expect(total({ ...base, accumulatorWidth: 1, accumulatorFraction: 0 }, [[one, one]]).acc).toBe(
      -1n,
    );
  });

  it('saturates at every step, not once at the end', () => {
    const narrow: MacParameters = { ...base, accumulatorWidth: 10, overflow: 'saturate' };
    expect(
      total(narrow, [
        [one, one],
        [one, one],
        [one, minusOne],
      ]).acc,
    ).toBe(255n);
    expect(
      total(narrow, [
        [one, one],
        [one, minusOne],
        [one, one],
      ]).acc,
    ).toBe(256n);
    const down = [one, minusOne] as const;
    expect(total(narrow, [down, down, down, [one, one]]).acc).toBe(-256n);
    expect(total(narrow, [[0x7f, 0x7f]], -512n).acc).toBe(511n);
    expect(total(narrow, [[0x7f, 0x81]], 511n).acc).toBe(-512n);
    expect(total(narrow, [down], -256n).acc).toBe(-512n);
  });
});
