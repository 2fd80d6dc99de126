import { describe, expect, it } from 'vitest';
import { createEncoder, decodeTable } from '../../../golden/fast/index.ts';
import { lpFormat } from '../../../golden/format.ts';

const format = lpFormat({ n: 8, es: 1, rs: 7 }); // F = 4
const flush = createEncoder(format, 'flush');
const saturate = createEncoder(format, 'saturate');

describe('createEncoder', () => {
  it('returns every number of every format up to 8 bits', () => {
    for (let n = 2; n <= 8; n++) {
      for (let es = 0; es <= 5; es++) {
        for (let rs = 1; rs < n; rs++) {
          const other = lpFormat({ n, es, rs });
          const { kind, sign, log } = decodeTable(other);
          const encoder = createEncoder(other, 'flush');
          for (let word = 0; word < 2 ** n; word++) {
            if (kind[word] !== 0) continue;
            const encoded = encoder.encode(
              sign[word] as 0 | 1,
              log[word] as number,
              other.fractionBits,
            );
            expect(encoded).toBe(word);
          }
        }
      }
    }
  });

  it('gives ties to the even word, in the middle and at wide gaps', () => {
    expect(flush.encode(0, 1, 5)).toBe(0x40); // 1/32 between 0x40 and 0x41
    expect(flush.encode(0, 3, 5)).toBe(0x42); // 3/32 between 0x41 and 0x42
    expect(flush.encode(0, -11, 0)).toBe(0x02); // between 2^-12 (0x01) and 2^-10 (0x02)
    expect(flush.encode(0, -19, 1)).toBe(0x02); // 2^-9.5 between 2^-10 and 2^-9 (0x03)
    expect(flush.encode(1, 3, 5)).toBe(0xbe);
  });

  it('sees the last bit beside a tie', () => {
    const tie = 3 * 2 ** 40;
    expect(flush.encode(0, tie - 1, 45)).toBe(0x41);
    expect(flush.encode(0, tie + 1, 45)).toBe(0x42);
    expect(flush.encode(0, 1, 1000)).toBe(0x40);
    expect(flush.encode(0, 2 ** 45 + 1, 50)).toBe(0x41);
  });

  it('saturates above the largest word, never to NaR', () => {
    expect(flush.encode(0, 13, 0)).toBe(0x7f);
    expect(flush.encode(1, Number.MAX_SAFE_INTEGER, 0)).toBe(0x81);
  });

  it('flushes below one octave under the smallest word only', () => {
    expect(flush.encode(0, -13, 0)).toBe(0x01);
    expect(flush.encode(1, -13, 0)).toBe(0xff);
    expect(flush.encode(0, -13 * 2 ** 40 - 1, 40)).toBe(0);
    expect(flush.encode(1, -14, 0)).toBe(0);
    expect(saturate.encode(0, -14, 0)).toBe(0x01);
    expect(saturate.encode(1, Number.MIN_SAFE_INTEGER, 0)).toBe(0xff);
  });

  it('knows one number only in LP<2,0,1>', () => {
    const ternary = createEncoder(lpFormat({ n: 2, es: 0, rs: 1 }), 'flush');
    expect([9, 0, -1, -2].map((log) => ternary.encode(0, log, 0))).toEqual([1, 1, 1, 0]);
    expect([9, 0, -1, -2].map((log) => ternary.encode(1, log, 0))).toEqual([3, 3, 3, 0]);
  });

  it('refuses what it cannot hold exactly', () => {
    expect(() => flush.encode(0, 0.5, 0)).toThrow(RangeError);
    expect(() => flush.encode(0, 1, 1001)).toThrow(RangeError);
  });
});
