import { describe, expect, it } from 'vitest';
import {
  agnosticWidth,
  type MacParameters,
  multiplyAccumulate,
  productMagnitude,
  start,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { everyFormat, repeatable } from './support.ts';

const base: MacParameters = {
  weight: lpFormat({ n: 4, es: 1, rs: 3 }),
  activation: lpFormat({ n: 5, es: 0, rs: 2 }),
  converter: 'table',
  converterFraction: 3,
  align: 'truncate',
  overflow: 'wrap',
  accumulatorFraction: 2,
  accumulatorWidth: 64,
};

/** The signed product of two words, as a sum of one in a wide accumulator. */
function product(parameters: MacParameters, weight: number, activation: number): bigint {
  const wide = { ...parameters, accumulatorWidth: 200 };
  return multiplyAccumulate(wide, start(0n), weight, activation).acc;
}

describe('agnosticWidth', () => {
  it('bounds every product by one that occurs, all aligns, formats with n <= 4', () => {
    const formats = everyFormat({ from: 2, to: 4 }).filter(({ es }) => es < 3);
    const activation = lpFormat({ n: 4, es: 0, rs: 2 });
    for (const weight of formats) {
      for (const align of ['truncate', 'nearest', 'floor', 'floor-act'] as const) {
        for (const accumulatorFraction of [-6, -1, 1]) {
          const parameters = { ...base, weight, activation, align, accumulatorFraction };
          let [most, least] = [0n, 0n];
          for (let w = 0; w < 2 ** weight.n; w += 1) {
            for (let a = 0; a < 2 ** activation.n; a += 1) {
              const value = product(parameters, w, a);
              if (value > most) most = value;
              if (value < least) least = value;
            }
          }
          const { upper, lower } = agnosticWidth(parameters, 5, 3n);
          expect([upper, lower]).toEqual([5n * most + 3n, -5n * least + 3n]);
        }
      }
    }
  });

  it('counts each side apart where the align depends on signs', () => {
    // Lmax = 5.75, C = T[3] * 2^(5 - 8 - 3) = 13 / 64: nothing rounded down, one rounded up.
    const tiny = { ...base, accumulatorFraction: -8 };
    const sides = (align: MacParameters['align'], depth: number, b = 0n) =>
      agnosticWidth({ ...tiny, align }, depth, b);
    expect(productMagnitude(tiny, 23, false, false)).toBe(0n);
    expect(sides('truncate', 9)).toEqual({ upper: 0n, lower: 0n, width: 1 });
    expect(sides('floor', 9)).toEqual({ upper: 0n, lower: 9n, width: 5 });
    expect(sides('floor', 8)).toEqual({ upper: 0n, lower: 8n, width: 4 });
    expect(sides('floor-act', 8)).toEqual({ upper: 8n, lower: 8n, width: 5 });
    expect(sides('floor', 8, 2n)).toEqual({ upper: 2n, lower: 10n, width: 5 });
  });

  it('is 1 + bitlength(K * C) without a start value, and not a bit wider', () => {
    // Lmax = 5.75, C = T[3] * 2^(5 + 2 - 3) = 13 * 16.
    for (let depth = 0; depth <= 40; depth += 1) {
      const { upper, lower, width } = agnosticWidth(base, depth, 0n);
      expect(upper).toBe(BigInt(depth) * 208n);
      expect(lower).toBe(upper);
      expect(width).toBe(1 + (upper === 0n ? 0 : upper.toString(2).length));
    }
  });

  it('makes wrap, saturate and exact sums one, and a bit less does not', () => {
    const depth = 12;
    const b = 37n;
    const { weight, activation } = base;
    const { width } = agnosticWidth(base, depth, b);
    const draw = repeatable(20240611);
    const run = (parameters: MacParameters, pairs: readonly [number, number][], from: bigint) => {
      let state = start(from);
      for (const [w, a] of pairs) state = multiplyAccumulate(parameters, state, w, a);
      return state.acc;
    };
    const overflows = ['wrap', 'saturate'] as const;
    for (let round = 0; round < 200; round += 1) {
      const pairs = Array.from({ length: depth }, (): [number, number] => [draw(16), draw(32)]);
      const exact = pairs.reduce((sum, [w, a]) => sum + product(base, w, a), b);
      for (const overflow of overflows) {
        expect(run({ ...base, overflow, accumulatorWidth: width }, pairs, b)).toBe(exact);
      }
    }
    const worst = Array.from({ length: depth }, (): [number, number] => [
      weight.maxWord,
      activation.maxWord,
    ]);
    const exact = BigInt(depth) * product(base, weight.maxWord, activation.maxWord) + b;
    for (const overflow of overflows) {
      expect(run({ ...base, overflow, accumulatorWidth: width }, worst, b)).toBe(exact);
      expect(run({ ...base, overflow, accumulatorWidth: width - 1 }, worst, b)).not.toBe(exact);
    }
  });
});
