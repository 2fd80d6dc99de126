import { describe, expect, it } from 'vitest';
import {
  antilogTable,
  logTable,
  mitchellTable,
  nearestAntilog,
  nearestLog,
} from '../../../golden/fast/converters.ts';
import { antilog, mantissaLog } from './reference.ts';

describe('antilogTable', () => {
  it('has the check values of the specification', () => {
    expect([...antilogTable(6, 4)]).toEqual([
      64, 67, 70, 73, 76, 79, 83, 87, 91, 95, 99, 103, 108, 112, 117, 123,
    ]);
  });

  it('stays below 2^(G+1)', () => {
    expect([...antilogTable(0, 3)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect([...antilogTable(1, 4)].at(-1)).toBe(3); // 2^(1 + 15/16) = 3.83
  });

  it('agrees with integer powers', () => {
    for (const [g, fp] of [
      [6, 5],
      [12, 6],
      [40, 6],
      [50, 4],
    ] as const) {
      const expected = Array.from({ length: 2 ** fp }, (_, j) => Number(antilog(j, fp, g)));
      expect([...antilogTable(g, fp)]).toEqual(expected);
    }
  });

  it('agrees with its own enclosures at 14 fraction bits', () => {
    const table = antilogTable(13, 14);
    for (let j = 1; j < 2 ** 14; j += 97) {
      expect(table[j]).toBe(Number(nearestAntilog(j, 13, 14)));
    }
  });
});

describe('mitchellTable', () => {
  it('interpolates and rounds down', () => {
    expect([...mitchellTable(3, 2)]).toEqual([8, 10, 12, 14]);
    expect([...mitchellTable(1, 2)]).toEqual([2, 2, 3, 3]);
  });
});

describe('logTable', () => {
  it('has the check values of the specification', () => {
    expect([...logTable(4, 5)]).toEqual([
      0, 3, 5, 8, 10, 13, 15, 17, 19, 21, 22, 24, 26, 27, 29, 31,
    ]);
  });

  it('reaches the next octave', () => {
    expect([...logTable(4, 1)].at(-1)).toBe(2); // 2 * log2(31/16) = 1.91
    expect([...logTable(0, 5)]).toEqual([0]);
  });

  it('agrees with integer powers and with enclosures', () => {
    for (const [inputBits, fraction] of [
      [5, 0],
      [6, 4],
      [7, 6],
    ] as const) {
      logTable(inputBits, fraction).forEach((value, x) => {
        expect(value).toBe(Number(mantissaLog(x, inputBits, fraction)));
      });
    }
    const table = logTable(16, 12);
    for (let x = 1; x < 2 ** 16; x += 501) expect(table[x]).toBe(Number(nearestLog(x, 16, 12)));
  });
});
