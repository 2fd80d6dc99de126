import { describe, expect, it } from 'vitest';
import type { RequantiseParameters } from '../../../golden/exact/requantise.ts';
import { toWords } from '../../../golden/fast/accumulator.ts';
import { createRequantizer } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { fromWords, randomFormat, randomSource, requantise } from './reference.ts';

const base: RequantiseParameters = {
  accumulatorWidth: 16,
  accumulatorFraction: 6,
  inputBits: 4,
  fraction: 5,
  scale: 0n,
  relu: false,
  underflow: 'flush',
  output: lpFormat({ n: 8, es: 1, rs: 7 }), // F = 4
};

/** Words of signed sums without NaR. */
function words(parameters: RequantiseParameters, values: readonly bigint[]): number[] {
  const requantizer = createRequantizer(parameters);
  const records = values.map((value) => BigInt.asUintN(parameters.accumulatorWidth, value));
  return [...requantizer.run(toWords(records, requantizer.recordWords))];
}

describe('createRequantizer', () => {
  it('converts hand-derived sums', () => {
    expect(words(base, [64n, -64n, 128n, 1n])).toEqual([0x40, 0xc0, 0x50, 0x08]);
    expect(words(base, [67n])).toEqual([0x40]); // the bits below x are dropped
    expect(words(base, [68n, -68n])).toEqual([0x42, 0xbe]); // R[1] = 3: 3/32 is a tie
    expect(words(base, [72n])).toEqual([0x42]); // R[2] = 5: 5/32 is a tie
    expect(words({ ...base, fraction: 1 }, [124n])).toEqual([0x50]); // R[15] = 2^Fo carries
    expect(words({ ...base, inputBits: 0 }, [127n])).toEqual([0x40]);
  });

  it('applies the scale in units of 2^-Fo', () => {
    expect(words({ ...base, scale: 32n }, [64n])).toEqual([0x50]);
    expect(words({ ...base, scale: -2n }, [64n])).toEqual([0x3f]);
  });

  it('lets zero, ReLU and NaR bypass the conversion', () => {
    const relu = { ...base, relu: true, underflow: 'saturate' } as const;
    expect(words(relu, [0n, -1n, -32768n, 64n])).toEqual([0, 0, 0, 0x40]);
    const nar = 1n << 16n;
    const records = toWords([nar, nar | 5n, nar | 0xffffn], 1);
    for (const parameters of [base, relu]) {
      expect([...createRequantizer(parameters).run(records)]).toEqual([0x80, 0x80, 0x80]);
    }
  });

  it.each([10n ** 30n, 2n ** 60n])('saturates and flushes at a scale of %d', (scale) => {
    expect(words({ ...base, scale }, [1n, -1n])).toEqual([0x7f, 0x81]);
    expect(words({ ...base, scale: -scale }, [1n, -1n])).toEqual([0, 0]);
    const saturating = { ...base, scale: -scale, underflow: 'saturate' } as const;
    expect(words(saturating, [1n, -1n])).toEqual([0x01, 0xff]);
  });

  it('flushes below one octave under the smallest word', () => {
    const unit = { ...base, accumulatorFraction: 0 };
    expect(words({ ...unit, scale: -13n * 32n }, [1n, -1n])).toEqual([0x01, 0xff]);
    expect(words({ ...unit, scale: -13n * 32n - 1n }, [1n, -1n])).toEqual([0, 0]);
  });

  it.each([31, 32, 33, 63, 64, 65, 127, 128])('reads the ends of P = %d', (width) => {
    const end = 1n << BigInt(width - 1);
    const parameters = {
      ...base,
      accumulatorWidth: width,
      accumulatorFraction: width - 1,
      fraction: 4,
    };
    // -2^(P-1) is -1.0; 2^(P-1) - 1 has x = 15 and R[15] = 15; 1 is 2^-(P-1).
    const least = width - 1 > 13 ? 0 : 1;
    expect(words(parameters, [-end, end - 1n, -end + 1n, 1n, -1n])).toEqual([
      0xc0,
      0x3f,
      0xc1,
      least,
      least,
    ]);
  });

  const seeds = Array.from({ length: 150 }, (_, index) => 500 + index);
  it.each(seeds)('agrees with BigInt, seed %d', (seed) => {
    const random = randomSource(seed * 2654435761);
    const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
    const accumulatorWidth = pick([2, 5, 16, 31, 32, 33, 47, 63, 64, 80, 128]);
    const parameters: RequantiseParameters = {
      accumulatorWidth,
      accumulatorFraction: random(accumulatorWidth + 10) - 5,
      inputBits: random(9),
      fraction: random(7),
      scale: BigInt(random(400) - 200),
      relu: random(2) === 1,
      underflow: pick(['flush', 'saturate']),
      output: randomFormat(random, 8),
    };
    const { recordWords, run } = createRequantizer(parameters);
    const records = Array.from({ length: 100 }, () => {
      const nar = random(10) === 0 ? 1n << BigInt(accumulatorWidth) : 0n;
      const bits = random(accumulatorWidth) + 1;
      let value = 0n;
      for (let word = 0; word < 9; word++) value = (value << 16n) | BigInt(random(65536));
      return nar | BigInt.asUintN(accumulatorWidth, BigInt.asIntN(bits, value));
    });
    const packed = toWords(records, recordWords);
    expect(fromWords(packed, 3, recordWords)).toBe(records[3]);
    expect([...run(packed)]).toEqual(records.map((record) => requantise(parameters, record)));
  });
});
