import { describe, expect, it } from 'vitest';
import { decode } from '../../../golden/exact/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../../golden/format.ts';
import { everyFormat, logByString } from './support.ts';

function logOf(format: LpFormat, word: number): bigint {
  const decoded = decode(format, word);
  if (decoded.kind !== 'number') throw new Error(`${formatName(format)} ${word}: ${decoded.kind}`);
  return decoded.sign === 0 ? decoded.log : -decoded.log;
}

describe('decode', () => {
  it('reads the worked words of section 1', () => {
    const format = lpFormat({ n: 8, es: 1, rs: 7 });
    expect(decode(format, 0b0000_0001)).toEqual({ kind: 'number', sign: 0, log: -192n });
    expect(decode(format, 0b0100_0000)).toEqual({ kind: 'number', sign: 0, log: 0n });
    expect(decode(format, 0b0111_1111)).toEqual({ kind: 'number', sign: 0, log: 192n });
    expect(decode(format, 0b1111_1111)).toEqual({ kind: 'number', sign: 1, log: -192n });
    expect(decode(format, 0b1000_0000)).toEqual({ kind: 'nar' });
    expect(decode(format, 0)).toEqual({ kind: 'zero' });
  });

  it('consumes no terminator after a run of rs bits', () => {
    // rs = 2: 0|11|10|1|00: k = 1, e = 2, f = 100 in base 2 = 1/2, F = 8 - 1 - 2 - 2 = 3.
    const format = lpFormat({ n: 8, es: 2, rs: 2 });
    expect(decode(format, 0b0111_0100)).toEqual({ kind: 'number', sign: 0, log: 6n * 8n + 4n });
    // 0|00|10|100: k = -2 (a run at rs), e = 2, f = 1/2.
    expect(decode(format, 0b0001_0100)).toEqual({ kind: 'number', sign: 0, log: -6n * 8n + 4n });
    // 0|01|10|100: k = -1 (terminated), e = 2, f = 1/2.
    expect(decode(format, 0b0011_0100)).toEqual({ kind: 'number', sign: 0, log: -2n * 8n + 4n });
  });

  it('reads exponent bits that are cut off as zeros', () => {
    // es = 3, rs = 4: 0|110|1, k = 1, e = 100 = 4; F = 0.
    const format = lpFormat({ n: 5, es: 3, rs: 4 });
    expect(decode(format, 0b01101)).toEqual({ kind: 'number', sign: 0, log: 12n });
    expect(decode(format, 0b01111)).toEqual({ kind: 'number', sign: 0, log: 24n });
    expect(decode(format, 0b00001)).toEqual({ kind: 'number', sign: 0, log: -24n });
  });

  it('has one magnitude in words of two bits, whatever es', () => {
    for (const format of everyFormat({ from: 2, to: 2 })) {
      expect(format.maxLog).toBe(0);
      const kinds = [0, 1, 2, 3].map((word) => decode(format, word));
      expect(kinds).toEqual([
        { kind: 'zero' },
        { kind: 'number', sign: 0, log: 0n },
        { kind: 'nar' },
        { kind: 'number', sign: 1, log: 0n },
      ]);
    }
  });

  it('agrees with a reading of the bit string, all words with n <= 9 and some of 16 bits', () => {
    const wide = [
      lpFormat({ n: 16, es: 2, rs: 15 }),
      lpFormat({ n: 16, es: 5, rs: 3 }),
      lpFormat({ n: 16, es: 0, rs: 1 }),
    ];
    for (const format of [...everyFormat({ from: 2, to: 9 }), ...wide]) {
      const step = format.n === 16 ? 7 : 1;
      for (let word = 1; word < 2 ** format.n; word += step) {
        if (word === format.narWord) continue;
        const { sign, log } = logByString(format, word);
        const expected = { kind: 'number', sign, log: BigInt(log) };
        const decoded = decode(format, word);
        if (decoded.kind !== 'number' || decoded.sign !== sign || decoded.log !== expected.log) {
          expect({ format: formatName(format), word, ...decoded }).toEqual(expected);
        }
      }
    }
  });

  it("orders words as two's complement integers, all formats with n <= 8", () => {
    for (const format of everyFormat({ from: 2, to: 8 })) {
      for (let word = 1; word < format.maxWord; word += 1) {
        expect(logOf(format, word) < logOf(format, word + 1)).toBe(true);
      }
      expect(logOf(format, format.maxWord)).toBe(BigInt(format.maxLog));
    }
  });

  it('negates the log where the word is taken from 2^(n-1), and the sign where from 2^n', () => {
    for (const format of everyFormat({ from: 2, to: 8 })) {
      for (let word = 1; word < format.narWord; word += 1) {
        const log = logOf(format, word);
        expect(logOf(format, format.narWord - word)).toBe(-log);
        expect(decode(format, 2 ** format.n - word)).toEqual({ kind: 'number', sign: 1, log });
      }
    }
  });

  it('refuses what is not a word of n bits', () => {
    const format = lpFormat({ n: 4, es: 0, rs: 3 });
    for (const word of [-1, 16, 1.5, Number.NaN]) {
      expect(() => decode(format, word)).toThrow('word must be an integer from 0 to 15');
    }
  });

  it('puts the midpoint of adjacent words on the longer word between them (section 2)', () => {
    for (const format of everyFormat({ from: 2, to: 8 })) {
      const { n, es, rs } = format;
      const longer = lpFormat({ n: n + 1, es, rs });
      const shift = BigInt(longer.fractionBits - format.fractionBits);
      for (let word = 1; word < format.maxWord; word += 1) {
        expect(logOf(longer, 2 * word)).toBe(logOf(format, word) << shift);
        const sum = logOf(format, word) + logOf(format, word + 1);
        expect(2n * logOf(longer, 2 * word + 1)).toBe(sum << shift);
      }
    }
  });
});
