import { describe, expect, it } from 'vitest';
import { decode, encodeLog, encodeReal, wordValue } from '../../../golden/exact/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../../golden/format.ts';
import { everyFormat, logByString, neighbours, orderByPowers, ratio } from './support.ts';

const flush = { rounding: 'log', underflow: 'flush' } as const;
const saturate = { rounding: 'log', underflow: 'saturate' } as const;

function positiveLogs(format: LpFormat): number[] {
  const words = Array.from({ length: format.maxWord }, (_, index) => index + 1);
  return words.map((word) => logByString(format, word).log);
}

describe('encodeLog', () => {
  it('gives every word of every format with n <= 8 back from its own log', () => {
    for (const format of everyFormat({ from: 2, to: 8 })) {
      for (let word = 1; word < 2 ** format.n; word += 1) {
        const decoded = decode(format, word);
        if (decoded.kind !== 'number') continue;
        const log = { numerator: decoded.log, fractionBits: format.fractionBits };
        expect(encodeLog(format, decoded.sign, log, 'flush')).toBe(word);
      }
    }
  });

  it('finds what a scan over all words finds, at and around every border, n <= 6', () => {
    for (const format of everyFormat({ from: 2, to: 6 })) {
      // In units of 2^-(F+2): words sit at multiples of 4, midpoints at even numbers.
      const logs = positiveLogs(format).map((log) => 4 * log);
      const octave = 4 * 2 ** format.fractionBits;
      const last = 4 * format.maxLog;
      for (let t = -last - 2 * octave; t <= last + 2 * octave; t += 1) {
        let nearest = 1;
        for (let word = 2; word <= format.maxWord; word += 1) {
          const gain = Math.abs(t - at(logs, nearest - 1)) - Math.abs(t - at(logs, word - 1));
          if (gain > 0 || (gain === 0 && word % 2 === 0)) nearest = word;
        }
        const log = { numerator: BigInt(t), fractionBits: format.fractionBits + 2 };
        const flushed = t < -last - octave ? 0 : nearest;
        expect(encodeLog(format, 0, log, 'saturate')).toBe(nearest);
        expect(encodeLog(format, 0, log, 'flush')).toBe(flushed);
        expect(encodeLog(format, 1, log, 'saturate')).toBe(2 ** format.n - nearest);
        expect(encodeLog(format, 1, log, 'flush')).toBe(flushed && 2 ** format.n - flushed);
      }
    }
  });

  it('takes a log in any unit', () => {
    const format = lpFormat({ n: 8, es: 1, rs: 7 });
    expect(encodeLog(format, 0, { numerator: 1n, fractionBits: -2 }, 'flush')).toBe(
      encodeLog(format, 0, { numerator: 4n << 90n, fractionBits: 90 }, 'flush'),
    );
    expect(encodeLog(format, 0, { numerator: 1n, fractionBits: -3000 }, 'flush')).toBe(0x7f);
    // The tie between 0100_0000 (0) and 0100_0001 (1/16), then the least bit above and below it.
    const tie = 1n << 95n;
    expect(encodeLog(format, 0, { numerator: tie, fractionBits: 100 }, 'flush')).toBe(0x40);
    expect(encodeLog(format, 0, { numerator: tie + 1n, fractionBits: 100 }, 'flush')).toBe(0x41);
    expect(encodeLog(format, 0, { numerator: 3n * tie, fractionBits: 100 }, 'flush')).toBe(0x42);
    expect(encodeLog(format, 0, { numerator: 3n * tie - 1n, fractionBits: 100 }, 'flush')).toBe(
      0x41,
    );
  });
});

describe('encodeReal, log rounding', () => {
  it('maps zero, NaN and infinities', () => {
    for (const rounding of ['log', 'linear'] as const) {
      for (const underflow of ['flush', 'saturate'] as const) {
        const format = lpFormat({ n: 6, es: 1, rs: 3, sf: 0.3 });
        const options = { rounding, underflow };
        expect(encodeReal(format, 0, options)).toBe(0);
        expect(encodeReal(format, -0, options)).toBe(0);
        expect(encodeReal(format, Number.NaN, options)).toBe(32);
        expect(encodeReal(format, Number.POSITIVE_INFINITY, options)).toBe(32);
        expect(encodeReal(format, Number.NEGATIVE_INFINITY, options)).toBe(32);
      }
    }
  });

  it('agrees with whole powers of both sides next to every border, n <= 6', () => {
    let checked = 0;
    for (const sf of [0, 0.25, -3.5]) {
      for (const format of everyFormat({ from: 2, to: 6, sf })) {
        if (format.es > 3) continue;
        const unit = 4 * 2 ** format.fractionBits;
        const logs = positiveLogs(format).map((log) => 4 * log - sf * unit);
        const borders = logs.slice(1).map((log, index) => (log + at(logs, index)) / 2);
        const lowest = at(logs, 0) - unit;
        for (const border of [lowest, ...logs, ...borders]) {
          const near = 2 ** (border / unit);
          for (const x of [near, ...neighbours(near), 1.25 * near]) {
            const exact = ratio(x);
            let word = 1;
            for (const [index, other] of borders.entries()) {
              const order = orderByPowers(exact, other, unit);
              if (order > 0 || (order === 0 && index % 2 === 0)) word = index + 2;
            }
            const flushed = orderByPowers(exact, lowest, unit) < 0 ? 0 : word;
            const found = [
              encodeReal(format, x, saturate),
              encodeReal(format, x, flush),
              encodeReal(format, -x, flush),
            ];
            const expected = [word, flushed, flushed && 2 ** format.n - flushed];
            if (found.join() !== expected.join()) {
              expect([formatName(format), x, ...found]).toEqual([
                formatName(format),
                x,
                ...expected,
              ]);
            }
            checked += 1;
          }
        }
      }
    }
    expect(checked).toBeGreaterThan(10_000);
  });

  it('flushes from one octave below the smallest word, exactly', () => {
    const format = lpFormat({ n: 8, es: 1, rs: 7 });
    const half = 2 ** -13;
    const [below] = neighbours(half);
    expect(encodeReal(format, half, flush)).toBe(1);
    expect(encodeReal(format, below, flush)).toBe(0);
    expect(encodeReal(format, -half, flush)).toBe(0xff);
    expect(encodeReal(format, -below, flush)).toBe(0);
    expect(encodeReal(format, below, saturate)).toBe(1);
    expect(encodeReal(format, 5e-324, saturate)).toBe(1);
    expect(encodeReal(format, -5e-324, saturate)).toBe(0xff);
    expect(encodeReal(format, Number.MAX_VALUE, flush)).toBe(0x7f);
    expect(encodeReal(format, -Number.MAX_VALUE, flush)).toBe(0x81);
  });

  it('adds a scale factor exactly, however small', () => {
    // Words 0x40, 0x41, 0x42 have logs 0, 1/16, 2/16: x = 1 meets their midpoints through sf.
    const tied = lpFormat({ n: 8, es: 1, rs: 7, sf: 1 / 32 });
    expect(encodeReal(tied, 1, flush)).toBe(0x40);
    expect(encodeReal(lpFormat({ ...tied, sf: neighbours(1 / 32)[1] }), 1, flush)).toBe(0x41);
    expect(encodeReal(lpFormat({ ...tied, sf: 3 / 32 }), 1, flush)).toBe(0x42);
    expect(encodeReal(lpFormat({ ...tied, sf: neighbours(3 / 32)[0] }), 1, flush)).toBe(0x41);
    // LP<4,2,3>: logs 4 and 8 of words 6 and 7 meet at 6, a tie that goes to 6.
    const coarse = { n: 4, es: 2, rs: 3 };
    expect(encodeReal(lpFormat({ ...coarse, sf: 0 }), 64, flush)).toBe(6);
    expect(encodeReal(lpFormat({ ...coarse, sf: 5e-324 }), 64, flush)).toBe(7);
    expect(encodeReal(lpFormat({ ...coarse, sf: -5e-324 }), 64, flush)).toBe(6);
    // The smallest word has log -8: flush below -9.
    expect(encodeReal(lpFormat({ ...coarse, sf: 0 }), 2 ** -9, flush)).toBe(1);
    expect(encodeReal(lpFormat({ ...coarse, sf: -5e-324 }), 2 ** -9, flush)).toBe(0);
  });

  it('decides huge scale factors and subnormal reals', () => {
    const at = (sf: number, x: number) =>
      encodeReal(lpFormat({ n: 8, es: 1, rs: 7, sf }), x, flush);
    expect(at(1e300, 5e-324)).toBe(0x7f);
    expect(at(1e300, -5e-324)).toBe(0x81);
    expect(at(-1e300, Number.MAX_VALUE)).toBe(0);
    expect(at(1074, 5e-324)).toBe(0x40);
    expect(at(1073, 3 * 5e-324)).toBe(at(0, 1.5));
    expect(at(-1023, 2 ** 1023)).toBe(0x40);
    // log2(0.1) = -3.3219..: the sums are next to 0 and on both sides of 1/32 = 0.03125.
    const sf = 3.321928094887362;
    expect(at(sf, 0.1)).toBe(0x40);
    expect(at(sf + 0.0313, 0.1)).toBe(0x41);
    expect(at(sf + 0.0312, 0.1)).toBe(0x40);
  });

  it('gives words of 16 bits back from their values', () => {
    const format = lpFormat({ n: 16, es: 2, rs: 15, sf: 0.1 });
    for (let word = 1; word < 2 ** 16; word += 97) {
      if (word === format.narWord) continue;
      const value = wordValue(format, word) as number;
      expect(encodeReal(format, value, flush)).toBe(word);
      expect(encodeReal(format, value, { ...flush, rounding: 'linear' })).toBe(word);
    }
  });
});

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no value at ${index}`);
  return value;
}
