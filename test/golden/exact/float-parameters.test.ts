import { describe, expect, it } from 'vitest';
import {
  exponentBits,
  type FloatMacParameters,
  type FloatMacState,
  type FloatSum,
  floatMultiplyAccumulate,
  floatStart,
  isFloat,
  layoutOf,
  packSum,
  sumBits,
} from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import { randomMac, randomPattern } from '../float-support.ts';
import { repeatable } from './support.ts';

const lp8 = lpFormat({ n: 8, es: 1, rs: 7 });
const base: FloatMacParameters = {
  weight: lp8,
  activation: lp8,
  converter: 'table',
  converterFraction: 6,
  significand: 12,
};

describe('exponentBits', () => {
  it('holds Imin - W + 1 to Imax + W', () => {
    expect(exponentBits(base)).toBe(7); // -35 to 36
    const ternary = lpFormat({ n: 2, es: 0, rs: 1 });
    const unit = { ...base, weight: ternary, activation: ternary };
    expect(exponentBits({ ...unit, significand: 7 })).toBe(4); // -6 to 7
    expect(exponentBits({ ...unit, significand: 8 })).toBe(5); // -7 to 8
    const lp16 = lpFormat({ n: 16, es: 5, rs: 15 });
    // Lmax = 448 each: -927 to 928.
    expect(exponentBits({ ...base, weight: lp16, activation: lp16, significand: 32 })).toBe(11);
  });

  it('takes the whole part of fractional logs', () => {
    // LP<4,0,1>: logs of -3/4 to 3/4, log sums of -3/2 to 3/2, so I from -2 to 1.
    const quarter = lpFormat({ n: 4, es: 0, rs: 1 });
    const parameters = { ...base, weight: quarter, activation: quarter };
    expect(exponentBits({ ...parameters, significand: 6 })).toBe(4); // -7 to 7
    expect(exponentBits({ ...parameters, significand: 7 })).toBe(5); // -8 to 8
  });

  it('counts the bits of a sum', () => {
    expect(sumBits(base)).toBe(1 + 7 + 12);
    const { significand: _, ...rest } = base;
    const fixed = {
      ...rest,
      align: 'truncate',
      overflow: 'wrap',
      accumulatorFraction: 8,
      accumulatorWidth: 24,
    } as const;
    expect([sumBits(fixed), isFloat(fixed), isFloat(base)]).toEqual([24, false, true]);
  });
});

describe('e never leaves its bits', () => {
  const formats = [
    { n: 2, es: 0, rs: 1 },
    { n: 3, es: 0, rs: 2 },
    { n: 4, es: 0, rs: 1 },
    { n: 3, es: 1, rs: 2 },
  ].map((shape) => lpFormat(shape));

  it('by any product from any legal state, exhaustively', () => {
    let steps = 0;
    for (const [index, weight] of formats.entries()) {
      for (const W of [4, 5]) {
        const activation = formats[(index + W) % formats.length] ?? weight;
        const parameters = {
          ...base,
          weight,
          activation,
          converterFraction: index,
          significand: W,
        };
        for (const sum of legalSums(parameters)) {
          for (let pair = 0; pair < 2 ** (weight.n + activation.n); pair += 1) {
            const [w, a] = [pair >> activation.n, pair % 2 ** activation.n];
            const next = floatMultiplyAccumulate(parameters, { sum, nar: false }, w, a);
            packSum(layoutOf(parameters), next.sum); // throws where e does not fit
            steps += 1;
          }
        }
      }
    }
    expect(steps).toBeGreaterThan(100_000);
  });

  it('and from zero on reaches both bounds', () => {
    const unit = lpFormat({ n: 2, es: 0, rs: 1 }); // I = 0
    const up = { ...base, weight: unit, activation: unit, significand: 6 };
    const ones = Array.from({ length: 200 }, () => [1, 1] as const);
    expect(exponentAfter(up, ones)).toBe(0 + 6);
    // Logs of -15/16 and -13/16: sums of -2 + 2/16 and -2 + 4/16, T = 9 and 10 at G = 3.
    const fine = lpFormat({ n: 6, es: 0, rs: 1 });
    const down = { ...base, weight: fine, activation: fine, converterFraction: 3, significand: 4 };
    const pairs = [
      [1, 1],
      [64 - 3, 1],
    ] as const;
    expect(exponentAfter(down, pairs)).toBe(-2 - 4 + 1);
  });

  it('in long random chains from random legal starts', () => {
    const random = repeatable(4711);
    let steps = 0;
    for (let config = 0; config < 40; config += 1) {
      const parameters = randomMac(random, { longest: 9, significand: 4 + random(29) });
      const layout = layoutOf(parameters);
      let state: FloatMacState = floatStart(parameters, randomPattern(random, layout));
      const [w, a] = [random(2 ** parameters.weight.n), random(2 ** parameters.activation.n)];
      for (let step = 0; step < 2000; step += 1) {
        // Runs of one product drive a sum to where it stalls; random ones cancel it.
        const steady = (step >> 7) % 2 === 0;
        const weight = steady ? w : random(2 ** parameters.weight.n);
        const activation = steady ? a : random(2 ** parameters.activation.n);
        state = floatMultiplyAccumulate(parameters, state, weight, activation);
        packSum(layout, state.sum);
        steps += 1;
      }
    }
    expect(steps).toBe(80_000);
  });
});

function* legalSums(parameters: FloatMacParameters): Generator<FloatSum> {
  const { significand: W, exponentBits: E } = layoutOf(parameters);
  yield { kind: 'zero' };
  for (let exponent = -(2 ** (E - 1)); exponent < 2 ** (E - 1); exponent += 1) {
    for (let significand = 2 ** (W - 1); significand < 2 ** W; significand += 1) {
      for (const sign of [0, 1] as const) {
        yield { kind: 'number', sign, exponent, significand: BigInt(significand) };
      }
    }
  }
}

function exponentAfter(
  parameters: FloatMacParameters,
  pairs: readonly (readonly [number, number])[],
): number | undefined {
  let state = floatStart(parameters);
  for (const [w, a] of pairs) state = floatMultiplyAccumulate(parameters, state, w, a);
  return state.sum.kind === 'zero' ? undefined : state.sum.exponent;
}
