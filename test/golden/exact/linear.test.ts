import { describe, expect, it } from 'vitest';
import { encodeReal } from '../../../golden/exact/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../../golden/format.ts';
import { everyFormat, logByString, neighbours, ratio } from './support.ts';

const linear = { rounding: 'linear', underflow: 'flush' } as const;

/** Values are compared in units of 2^-unitBits, each rounded down once by an integer root. */
const unitBits = 260;

interface Candidate {
  readonly word: number;
  readonly value: bigint;
  readonly exact: boolean;
}

/** The nearest word by a scan over the values of all words of both signs and zero. */
function nearestByScan(candidates: readonly Candidate[], x: number): number {
  const { numerator, shift } = ratio(Math.abs(x));
  const target = (x < 0 ? -1n : 1n) * (numerator << BigInt(unitBits - shift));
  const [first, ...others] = candidates;
  let best = first as Candidate;
  for (const candidate of others) {
    const gain = absolute(target - best.value) - absolute(target - candidate.value);
    const tie = gain === 0n && best.exact && candidate.exact;
    // Roots are off by less than one unit each: a closer call would not be decided by this scan.
    if (!tie && absolute(gain) < 8n) throw new Error(`undecided at ${x}`);
    if (tie ? candidate.word % 2 === 0 : gain > 0n) best = candidate;
  }
  return best.word;
}

function candidatesOf(format: LpFormat): Candidate[] {
  const unit = 4 * 2 ** format.fractionBits;
  const candidates: Candidate[] = [{ word: 0, value: 0n, exact: true }];
  for (let word = 1; word <= format.maxWord; word += 1) {
    const log = 4 * logByString(format, word).log - format.sf * unit;
    const value = rootOfPower(log + unitBits * unit, unit);
    const exact = Number.isInteger(log / unit);
    candidates.push({ word, value, exact }, { word: 2 ** format.n - word, value: -value, exact });
  }
  return candidates;
}

const roots = new Map<string, bigint>();

/** floor(2^(exponent / degree)), by bisection. */
function rootOfPower(exponent: number, degree: number): bigint {
  const key = `${exponent}/${degree}`;
  const known = roots.get(key);
  if (known !== undefined) return known;
  let root = 1n << BigInt(Math.floor(exponent / degree));
  for (let step = root >> 1n; step > 0n; step >>= 1n) {
    const tried = root + step;
    if (tried ** BigInt(degree) <= 1n << BigInt(exponent)) root = tried;
  }
  roots.set(key, root);
  return root;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

describe('encodeReal, linear rounding', () => {
  it('agrees with a scan over all values, next to every word and midpoint, n <= 5', () => {
    for (const sf of [0, 0.25, -1.5]) {
      for (const format of everyFormat({ from: 2, to: 5, sf })) {
        if (format.es > 3) continue;
        const candidates = candidatesOf(format);
        const positive = candidates.filter(({ value }) => value >= 0n).map(({ value }) => value);
        const inner = positive.slice(1).map((value, index) => value + (positive[index] ?? 0n));
        for (const doubled of [...inner, ...positive.slice(1).map((value) => 2n * value)]) {
          const near = Number(doubled) / 2 ** (unitBits + 1);
          for (const x of [near, ...neighbours(near), 1.0625 * near, 2.75 * near]) {
            for (const signed of [x, -x]) {
              const word = encodeReal(format, signed, linear);
              const expected = nearestByScan(candidates, signed);
              if (word !== expected) {
                expect([formatName(format), signed, word]).toEqual([
                  formatName(format),
                  signed,
                  expected,
                ]);
              }
            }
          }
        }
        expect(candidates).toHaveLength(2 * format.maxWord + 1);
      }
    }
  });

  it('sends ties to the even word, zero among them', () => {
    const format = lpFormat({ n: 4, es: 1, rs: 3 });
    // Words 1..7 have logs -4 -2 -1 0 1 2 4: values 1/16 1/4 1/2 1 2 4 16.
    const ties: [number, number][] = [
      [1 / 32, 0],
      [5 / 32, 2],
      [3 / 8, 2],
      [3 / 4, 4],
      [3 / 2, 4],
      [3, 6],
      [10, 6],
    ];
    for (const [x, word] of ties) {
      expect(encodeReal(format, x, linear)).toBe(word);
      expect(encodeReal(format, -x, linear)).toBe(word && 16 - word);
      const [below, above] = neighbours(x);
      const lower = word % 2 === 0 && encodeReal(format, below, linear) === word;
      expect(encodeReal(format, lower ? above : below, linear)).toBe(lower ? word + 1 : word - 1);
    }
    expect(encodeReal(format, 1e9, linear)).toBe(7);
    expect(encodeReal(format, -1e9, linear)).toBe(9);
  });

  it('ignores underflow', () => {
    const format = lpFormat({ n: 4, es: 1, rs: 3 });
    for (const underflow of ['flush', 'saturate'] as const) {
      expect(encodeReal(format, 1 / 33, { rounding: 'linear', underflow })).toBe(0);
      expect(encodeReal(format, 1 / 31, { rounding: 'linear', underflow })).toBe(1);
    }
  });

  it('sees a scale factor of 2^-1074 at a tie', () => {
    const at = (sf: number, x: number) =>
      encodeReal(lpFormat({ n: 4, es: 1, rs: 3, sf }), x, linear);
    expect([at(0, 10), at(5e-324, 10), at(-5e-324, 10)]).toEqual([6, 7, 6]);
    expect([at(0, 3 / 2), at(5e-324, 3 / 2), at(-5e-324, 3 / 2)]).toEqual([4, 5, 4]);
    expect([at(0, 3 / 4), at(5e-324, 3 / 4), at(-5e-324, 3 / 4)]).toEqual([4, 4, 3]);
    expect([at(0, 1 / 32), at(5e-324, 1 / 32), at(-5e-324, 1 / 32)]).toEqual([0, 1, 0]);
  });

  it('decides huge scale factors and subnormal reals', () => {
    const at = (sf: number, x: number) =>
      encodeReal(lpFormat({ n: 4, es: 1, rs: 3, sf }), x, linear);
    expect(at(1e300, 5e-324)).toBe(7);
    expect(at(-1e300, Number.MAX_VALUE)).toBe(0);
    expect(at(1074, 5e-324)).toBe(4);
    expect(at(1074, 2 * 5e-324)).toBe(5);
    expect(at(1074, 3 * 5e-324)).toBe(6);
    expect(at(1075, 5e-324)).toBe(5);
    expect(at(-1022, 1.4 * 2 ** 1022)).toBe(4);
    expect(at(-1022, 1.6 * 2 ** 1022)).toBe(5);
  });
});
