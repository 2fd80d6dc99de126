import { describe, expect, it } from 'vitest';
import { decodeTable } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { decode } from './reference.ts';

const logOf = (parameters: { n: number; es: number; rs: number }, word: number) =>
  decodeTable(lpFormat(parameters)).log[word];

describe('decodeTable', () => {
  it('decodes the worked words of the specification', () => {
    const table = decodeTable(lpFormat({ n: 8, es: 1, rs: 7 }));
    expect([0x01, 0x40, 0x7f, 0xff].map((word) => table.log[word])).toEqual([-192, 0, 192, -192]);
    expect([0x00, 0x01, 0x80, 0xff].map((word) => table.kind[word])).toEqual([1, 0, 2, 0]);
    expect([0x00, 0x7f, 0x80, 0xff].map((word) => table.sign[word])).toEqual([0, 0, 0, 1]);
  });

  it('ends a regime without terminator at rs bits', () => {
    const capped = { n: 6, es: 1, rs: 2 }; // F = 2
    expect(logOf(capped, 0b011010)).toBe(10); // 11|0|10: k = 1, e = 0, f = 1/2
    expect(logOf(capped, 0b000001)).toBe(-15); // 00|0|01: k = -2, e = 0, f = 1/4
    const single = { n: 4, es: 1, rs: 1 }; // F = 1
    expect(logOf(single, 0b0101)).toBe(1); // 1|0|1: k = 0, e = 0, f = 1/2
    expect(logOf(single, 0b0010)).toBe(-2); // 0|1|0: k = -1, e = 1, f = 0
  });

  it('reads the exponent bits that a word lacks as 0', () => {
    expect(logOf({ n: 5, es: 3, rs: 4 }, 0b00011)).toBe(-12); // 001|1: k = -2, e = 1__
  });

  it('orders the words of every format up to 9 bits, symmetric about 1', () => {
    for (let n = 2; n <= 9; n++) {
      for (let es = 0; es <= 5; es++) {
        for (let rs = 1; rs < n; rs++) {
          const format = lpFormat({ n, es, rs });
          const { log, sign } = decodeTable(format);
          expect(log[format.maxWord]).toBe(format.maxLog);
          for (let word = 1; word <= format.maxWord; word++) {
            const value = log[word] as number;
            if (word > 1) expect(value).toBeGreaterThan(log[word - 1] as number);
            expect(log[format.narWord - word]).toBe(-value + 0);
            expect(log[2 ** n - word]).toBe(value);
            expect(sign[2 ** n - word]).toBe(1);
            expect(decode(format, word).log).toBe(value);
          }
        }
      }
    }
  });
});
