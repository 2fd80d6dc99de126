import { describe, expect, it } from 'vitest';
import { splitBinary64 } from '../../../golden/fast/enclosure.ts';
import { createQuantizer, decodeTable } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { randomSource } from './reference.ts';

const lp8 = (sf: number) => lpFormat({ n: 8, es: 1, rs: 7, sf });
const log = (sf: number, underflow: 'flush' | 'saturate' = 'flush') =>
  createQuantizer(lp8(sf), { rounding: 'log', underflow });
const linear = (sf: number) =>
  createQuantizer(lp8(sf), { rounding: 'linear', underflow: 'saturate' });

/** The binary64 number `steps` places from a positive one. */
function neighbour(x: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigUint64(0, view.getBigUint64(0) + BigInt(steps));
  return view.getFloat64(0);
}

/** Whether (scale * x - offset)^power > 2^exponent, exactly. */
function powerExceeds(x: number, scale: bigint, offset: bigint, power: number, exponent: number) {
  const split = splitBinary64(x);
  const unit = 1n << BigInt(-split.exponent);
  const base = scale * split.mantissa - offset * unit;
  return base ** BigInt(power) > unit ** BigInt(power) * 2n ** BigInt(exponent);
}

describe('createQuantizer, log rounding', () => {
  it('maps specials', () => {
    for (const quantize of [log(0), linear(0)]) {
      expect([0, -0, Number.NaN, Infinity, -Infinity].map(quantize)).toEqual([0, 0, 128, 128, 128]);
    }
  });

  it('returns words for their values', () => {
    expect([1, -1, 2 ** -12, 2 ** 12, -(2 ** 12)].map(log(0))).toEqual([0x40, 0xc0, 1, 0x7f, 0x81]);
    expect([2, 1].map(log(-1))).toEqual([0x40, 0x30]); // x = 2^(L - sf)
  });

  it('decides ties at powers of two', () => {
    const quantize = log(0);
    expect(quantize(2 ** -11)).toBe(2); // between 2^-12 and 2^-10
    expect(quantize(neighbour(2 ** -11, -1))).toBe(1);
    expect(quantize(2 ** -13)).toBe(1); // not under half the smallest value
    expect(quantize(neighbour(2 ** -13, -1))).toBe(0);
    const narrow = { n: 5, es: 0, rs: 4 }; // logs of words 2 and 3: -2 and -1.5
    const down = createQuantizer(lpFormat({ ...narrow, sf: 0.25 }), {
      rounding: 'log',
      underflow: 'flush',
    });
    expect(down(2 ** -2)).toBe(2);
    expect(down(neighbour(2 ** -2, 1))).toBe(3);
  });

  it('takes the smallest scale factor exactly', () => {
    const least = Number.MIN_VALUE;
    expect([-least, 0, least].map((sf) => log(sf)(2 ** -11))).toEqual([1, 2, 2]);
    expect([-least, 0, least].map((sf) => log(sf)(2 ** -13))).toEqual([0, 1, 1]);
    expect([-least, 0, least].map((sf) => linear(sf)(2 ** -13))).toEqual([0, 0, 1]);
  });

  it('survives huge scale factors', () => {
    for (const x of [Number.MIN_VALUE, 1, Number.MAX_VALUE]) {
      expect([log(1e300)(x), log(1e300)(-x), linear(1e300)(x)]).toEqual([0x7f, 0x81, 0x7f]);
      expect([log(-1e300)(x), linear(-1e300)(x)]).toEqual([0, 0]);
      expect(log(-1e300, 'saturate')(-x)).toBe(0xff);
    }
  });

  it('works at both ends of binary64', () => {
    expect(log(1074)(Number.MIN_VALUE)).toBe(0x40);
    expect(log(1074)(3 * Number.MIN_VALUE)).toBe(log(0)(3));
    expect(log(-1023)(2 ** 1023)).toBe(0x40);
    expect(log(-1024)(Number.MAX_VALUE)).toBe(0x40); // just below 1.0
    expect(log(-1024 - 1 / 32)(Number.MAX_VALUE)).toBe(0x3f); // just below the tie at 0x3f|0x40
    expect(log(-1024 + 1 / 32)(Number.MAX_VALUE)).toBe(0x40); // just below the tie at 0x40|0x41
  });

  it('rounds the neighbours of irrational midpoints exactly', () => {
    const quantize = log(0);
    const near = 2 ** (1 / 32); // between 0x40 and 0x41
    for (let steps = -20; steps <= 20; steps++) {
      const x = neighbour(near, steps);
      expect(quantize(x)).toBe(powerExceeds(x, 1n, 0n, 32, 1) ? 0x41 : 0x40);
    }
  });

  it.each([0, 0.1, -3.75, 700, 1000.3])('agrees with distances of logs, sf = %f', (sf) => {
    const { log: logs, format } = decodeTable(lp8(sf));
    const quantize = log(sf, 'saturate');
    const random = randomSource(7);
    for (let sample = 0; sample < 2000; sample++) {
      const t = random(2 ** 30) / 2 ** 25 - 16;
      const x = 2 ** (t - sf);
      if (x === 0 || x === Infinity) continue;
      let best = 1;
      for (let word = 2; word <= format.maxWord; word++) {
        const distance = (candidate: number) => Math.abs((logs[candidate] as number) / 16 - t);
        if (distance(word) < distance(best)) best = word;
      }
      expect(quantize(x)).toBe(best);
    }
  });
});

describe('createQuantizer, linear rounding', () => {
  it('gives ties of values to even words, zero included', () => {
    const quantize = linear(0);
    expect(quantize(2 ** -13)).toBe(0); // between 0 and 2^-12
    expect(quantize(neighbour(2 ** -13, 1))).toBe(1);
    expect(quantize(5 * 2 ** -13)).toBe(2); // between 2^-12 and 2^-10
    expect(quantize(neighbour(5 * 2 ** -13, -1))).toBe(1);
    expect(quantize(3 * 2 ** -11)).toBe(2); // between 2^-10 and 2^-9
    expect(quantize(neighbour(3 * 2 ** -11, 1))).toBe(3);
    expect(linear(3)(-5 * 2 ** -16)).toBe(0xfe); // the same with a scale factor
  });

  it('breaks such a tie with the smallest scale factor', () => {
    expect(linear(Number.MIN_VALUE)(3 * 2 ** -11)).toBe(3);
    expect(linear(-Number.MIN_VALUE)(5 * 2 ** -13)).toBe(1);
  });

  it('rounds the neighbours of irrational means exactly', () => {
    const quantize = linear(0);
    const near = (1 + 2 ** (1 / 16)) / 2; // between 0x40 and 0x41
    for (let steps = -20; steps <= 20; steps++) {
      const x = neighbour(near, steps);
      expect(quantize(x)).toBe(powerExceeds(x, 2n, 1n, 16, 1) ? 0x41 : 0x40);
    }
  });

  it.each([0, 0.1, -3.75, 300.3])('agrees with distances of values, sf = %f', (sf) => {
    const { log: logs, format } = decodeTable(lp8(sf));
    const quantize = linear(sf);
    const random = randomSource(9);
    for (let sample = 0; sample < 2000; sample++) {
      const x = 2 ** (random(2 ** 30) / 2 ** 25 - 16);
      let best = 0;
      for (let word = 1; word <= format.maxWord; word++) {
        const distance = (candidate: number) =>
          Math.abs((candidate === 0 ? 0 : 2 ** ((logs[candidate] as number) / 16)) - x);
        if (distance(word) < distance(best)) best = word;
      }
      expect(quantize(x * 2 ** -sf)).toBe(best);
    }
  });
});
