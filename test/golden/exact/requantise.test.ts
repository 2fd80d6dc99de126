import { describe, expect, it } from 'vitest';
import {
  logOfSignificand,
  type RequantiseParameters,
  requantise,
  scaleFromFactors,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { logByString, neighbours } from './support.ts';

const base: RequantiseParameters = {
  accumulatorWidth: 16,
  accumulatorFraction: 8,
  inputBits: 4,
  fraction: 5,
  scale: 0n,
  relu: false,
  underflow: 'flush',
  output: lpFormat({ n: 8, es: 1, rs: 7 }),
};

describe('logOfSignificand', () => {
  it('gives the check values of section 4', () => {
    const table = Array.from({ length: 16 }, (_, x) => Number(logOfSignificand(4, 5, x)));
    expect(table).toEqual([0, 3, 5, 8, 10, 13, 15, 17, 19, 21, 22, 24, 26, 27, 29, 31]);
  });

  it('is nearest, by whole powers', () => {
    for (const X of [0, 1, 4, 7]) {
      for (const Fo of [0, 1, 3, 6]) {
        for (let x = 0; x < 2 ** X; x += 1) {
          const log = logOfSignificand(X, Fo, x);
          // 2^(R - 1/2) < (1 + x / 2^X)^(2^Fo) < 2^(R + 1/2), squared and freed of quotients.
          const degree = 2n ** BigInt(Fo + 1);
          const power = (2n ** BigInt(X) + BigInt(x)) ** degree * 2n;
          const scale = BigInt(X) * degree + 2n * log;
          expect(power > 1n << scale).toBe(true);
          expect(power < 1n << (scale + 2n)).toBe(true);
        }
      }
    }
  });

  it('reaches the next octave without a clamp', () => {
    expect(logOfSignificand(4, 2, 15)).toBe(4n);
    expect(logOfSignificand(8, 0, 255)).toBe(1n);
    expect(logOfSignificand(0, 5, 0)).toBe(0n);
  });

  it('refuses what X bits cannot hold', () => {
    expect(() => logOfSignificand(4, 5, 16)).toThrow('from 0 to 15');
  });
});

describe('requantise', () => {
  it('encodes the log of the accumulator', () => {
    expect(requantise(base, 256n, false)).toBe(0x40);
    expect(requantise(base, -256n, false)).toBe(0xc0);
    // 2^-8: k = -4 and e = 0, 0|00001|0|0.
    expect(requantise(base, 1n, false)).toBe(0b0000_0100);
    // 362 = 2^8 * 1.0110_1010: x = 6, R = 15, log 15/32 is a tie between 7/16 and 8/16.
    expect(requantise(base, 362n, false)).toBe(0x48);
    expect(requantise({ ...base, accumulatorFraction: 7 }, 256n, false)).toBe(0x50);
  });

  it('drops what X bits do not reach and fills up what is missing', () => {
    expect(requantise(base, 0b1_0110_1111n, false)).toBe(requantise(base, 0b1_0110_0000n, false));
    const short = { ...base, accumulatorFraction: 1 };
    // 3 at A = 1 is 1.5: x = 1000, R = 19.
    expect(requantise(short, 3n, false)).toBe(
      requantise({ ...base, accumulatorFraction: 8 }, 384n, false),
    );
    expect(requantise({ ...base, inputBits: 0 }, 511n, false)).toBe(0x40);
    expect(requantise({ ...base, inputBits: 20, accumulatorFraction: 0 }, 1n, false)).toBe(0x40);
  });

  it('puts NaR before everything, then zero, then relu', () => {
    const relu = { ...base, relu: true };
    expect(requantise(base, 256n, true)).toBe(0x80);
    expect(requantise(relu, -256n, true)).toBe(0x80);
    expect(requantise(base, 0n, true)).toBe(0x80);
    expect(requantise(base, 0n, false)).toBe(0);
    expect(requantise(relu, 0n, false)).toBe(0);
    expect(requantise(relu, -1n, false)).toBe(0);
    expect(requantise(relu, 256n, false)).toBe(0x40);
  });

  it('carries where R reaches 2^Fo', () => {
    // 31 = 2^4 * 1.1111: R[15] = 4 = 2^Fo at Fo = 2, so the log is that of 32; R[13] = 3.
    const coarse = { ...base, fraction: 2, accumulatorFraction: 4 };
    expect(requantise(coarse, 31n, false)).toBe(requantise(coarse, 32n, false));
    expect(requantise(coarse, 31n, false)).toBe(0x50);
    expect(requantise(coarse, 29n, false)).toBe(0x4c);
  });

  it('takes the most negative accumulator', () => {
    const parameters = { ...base, accumulatorFraction: 15 };
    expect(requantise(parameters, -(2n ** 15n), false)).toBe(0xc0);
    expect(
      requantise({ ...parameters, accumulatorWidth: 1, accumulatorFraction: 0 }, -1n, false),
    ).toBe(0xc0);
    expect(() => requantise(base, 2n ** 15n, false)).toThrow('does not fit 16 bits');
    expect(() => requantise(base, -(2n ** 15n) - 1n, false)).toThrow('does not fit 16 bits');
  });

  it('adds the channel scale, then saturates or underflows', () => {
    expect(requantise({ ...base, scale: 32n }, 256n, false)).toBe(0x50);
    expect(requantise({ ...base, scale: -32n }, 256n, false)).toBe(0x30);
    expect(requantise({ ...base, scale: 10000n }, 256n, false)).toBe(0x7f);
    expect(requantise({ ...base, scale: 10000n }, -256n, false)).toBe(0x81);
    // The smallest word has log -12: the flush border is -13 octaves, -416 units of 2^-5.
    expect(requantise({ ...base, scale: -416n }, 256n, false)).toBe(1);
    expect(requantise({ ...base, scale: -417n }, 256n, false)).toBe(0);
    expect(requantise({ ...base, scale: -416n }, -256n, false)).toBe(0xff);
    expect(requantise({ ...base, scale: -417n }, -256n, false)).toBe(0);
    const saturate = { ...base, underflow: 'saturate' } as const;
    expect(requantise({ ...saturate, scale: -417n }, -256n, false)).toBe(0xff);
  });

  it('agrees with a reading of binary digits and a scan, all accumulators of 8 bits', () => {
    const output = lpFormat({ n: 5, es: 1, rs: 3, sf: 17.3 });
    const table = [0, 3, 5, 7, 9, 11, 13, 15];
    for (const scale of [0, 9, -21, 160, -160]) {
      for (const relu of [false, true]) {
        const parameters: RequantiseParameters = {
          accumulatorWidth: 8,
          accumulatorFraction: 3,
          inputBits: 3,
          fraction: 4,
          scale: BigInt(scale),
          relu,
          underflow: 'flush',
          output,
        };
        for (let v = -128; v < 128; v += 1) {
          const digits = Math.abs(v).toString(2);
          const x = Number.parseInt(digits.slice(1, 4).padEnd(3, '0'), 2);
          const log = (digits.length - 1 - 3) * 16 + (table[x] ?? Number.NaN) + scale;
          const expected = v === 0 || (relu && v < 0) ? 0 : scan(output, v < 0, log / 16);
          expect(requantise(parameters, BigInt(v), false)).toBe(expected);
        }
      }
    }
  });
});

/** The word whose log is nearest to t (exact in binary64 here), by a scan. */
function scan(output: RequantiseParameters['output'], negative: boolean, t: number): number {
  const unit = 2 ** output.fractionBits;
  if (t < -output.maxLog / unit - 1) return 0;
  let best = 1;
  for (let word = 2; word <= output.maxWord; word += 1) {
    const gain =
      Math.abs(t - logByString(output, best).log / unit) -
      Math.abs(t - logByString(output, word).log / unit);
    if (gain > 0 || (gain === 0 && word % 2 === 0)) best = word;
  }
  return negative ? 2 ** output.n - best : best;
}

describe('scaleFromFactors', () => {
  const at = (fraction: number, output: number, weight = 0, activation = 0) =>
    scaleFromFactors(fraction, { weight, activation, output });

  it('rounds the difference to the nearest unit, halves upwards', () => {
    expect(at(5, 1)).toBe(32n);
    expect(at(5, 0, 1.5, 0.25)).toBe(-56n);
    expect(at(0, 0.5)).toBe(1n);
    expect(at(0, -0.5)).toBe(0n);
    expect(at(0, 1.5)).toBe(2n);
    expect(at(0, -1.5)).toBe(-1n);
    expect(at(0, neighbours(0.5)[0])).toBe(0n);
    expect(at(0, -neighbours(0.5)[1])).toBe(-1n);
    expect(at(8, 0.1)).toBe(26n);
  });

  it('is exact where binary64 sums are not', () => {
    // 2^60 + 1/2 - 2^-1074 - 2^60: a sum in binary64 forgets all but the first.
    expect(at(0, 2 ** 60, 2 ** 60, -0.5)).toBe(1n);
    expect(at(0, 0.5, 5e-324)).toBe(0n);
    expect(at(0, 0.5, -5e-324)).toBe(1n);
    expect(at(0, 1e300, 1e300, -3)).toBe(3n);
    expect(at(3, 1e300)).toBe(8n * BigInt(1e300));
  });
});
