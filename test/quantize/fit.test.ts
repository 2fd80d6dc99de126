import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeReal } from '../../golden/exact/encode.ts';
import { wordValue } from '../../golden/exact/value.ts';
import { lpFormat } from '../../golden/format.ts';
import { type FitOptions, fitTensor, measureLp } from '../../quantize/fit.ts';
import { lpGrid, positGrid } from '../../quantize/grid.ts';
import { bestIntegerStep } from '../../quantize/integer.ts';
import { createMagnitudes } from '../../quantize/magnitudes.ts';
import { scaleFactors } from '../../quantize/search.ts';
import { readTensor } from '../../tensor/index.ts';
import { dataAbsent, sharedData } from '../support/shared-data.ts';

/** Laplace-like numbers from a fixed seed, as weights are. */
function weights(count: number, seed: number): Float64Array {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length: count }, () => {
    const sign = uniform() < 0.5 ? -1 : 1;
    return Math.fround(-sign * 0.1 * Math.log(uniform()));
  });
}

/** Every shape and every scale factor far beyond the stated range, each with the golden quantiser. */
function bestOfAll(values: Float64Array, { n, rounding, es: only }: FitOptions) {
  let best = { error: Infinity, es: -1, rs: -1, sf: 0 };
  for (let es = only ?? 0; es <= (only ?? 5); es++) {
    for (let rs = n - 1; rs >= 1; rs--) {
      const reach = lpFormat({ n, es, rs });
      const span = reach.maxLog / 2 ** reach.fractionBits + 12;
      for (let sf = -span; sf <= span; sf += 1 / 16) {
        const { error } = measureLp(values, lpFormat({ n, es, rs, sf }), rounding);
        const tie = error === best.error && es === best.es && rs === best.rs;
        if (error < best.error || (tie && Math.abs(sf) < Math.abs(best.sf))) {
          best = { error, es, rs, sf };
        }
      }
    }
  }
  return best;
}

const ODD = Float64Array.of(1, -2, 0.5, 3, 0, Math.SQRT1_2, 1.5, 2 ** -6, 6);
const POWERS = Float64Array.from({ length: 12 }, (_, k) => (k % 2 ? -1 : 1) * 2 ** (k - 6));

describe.each(['log', 'linear'] as const)('%s rounding', (rounding) => {
  test.each([
    [2, {}, 'weights', weights(30, 1)],
    [3, { es: 2 }, 'weights', weights(30, 2)],
    [4, { es: 0 }, 'weights', weights(40, 3)],
    [5, { es: 1 }, 'weights', weights(30, 4)],
    [3, { es: 1 }, 'powers of two, on ties', POWERS],
    [4, { es: 0 }, 'powers of two, on ties', POWERS],
    [4, { es: 1 }, 'a few plain numbers', ODD],
    [2, {}, 'one value', Float64Array.of(0.3)],
    [3, { es: 0 }, 'one value and zeros', Float64Array.of(0, -5, 0)],
  ])('n = %i %o, %s: the choice is that of a search through everything', (n, only, _, values) => {
    const { error, es, rs, sf } = bestOfAll(values, { n, rounding, ...only });
    const { format } = fitTensor(values, { n, rounding, ...only }).best;
    expect({ es: format.es, rs: format.rs, sf: format.sf }).toEqual({ es, rs, sf });
    expect(measureLp(values, format, rounding).error).toBe(error);
  });
});

describe('magnitudes too faint for the sums decide between formats that hold the others', () => {
  test.each([
    [5, { es: 4 }, 'log', [1, 1.3 * 2 ** -70]],
    [5, { es: 4 }, 'linear', [1, 1.3 * 2 ** -70, -1.7 * 2 ** -75]],
    [4, { es: 5 }, 'log', [1, 1.3 * 2 ** -90, 0]],
    [3, { es: 5 }, 'linear', [2, 5 * 2 ** -80]],
  ] as const)('n = %i %o, %s rounding, %o', (n, only, rounding, list) => {
    const values = Float64Array.from(list);
    const { error, es, rs, sf } = bestOfAll(values, { n, rounding, ...only });
    const { format } = fitTensor(values, { n, rounding, ...only }).best;
    expect({ es: format.es, rs: format.rs, sf: format.sf }).toEqual({ es, rs, sf });
    expect(measureLp(values, format, rounding).error).toBe(error);
  });

  test('over every shape', () => {
    const { best } = fitTensor(Float64Array.of(1, 1.3 * 2 ** -70), { n: 5, rounding: 'log' });
    expect(best.format).toMatchObject({ es: 4, rs: 4 });
    expect(best.sqnr).toBeCloseTo(421.02, 1);
  });

  test('beyond what squares can hold', () => {
    const lost = fitTensor(Float64Array.of(1, 1.3 * 2 ** -600), { n: 4, rounding: 'log', es: 0 });
    expect(lost.best.zeros).toBe(0.5);
    expect(lost.best.sqnr).toBeCloseTo(20 * Math.log10(2 ** 600 / 1.3), 9);
  });
});

test.each([
  [[2 ** 400], { n: 5, rounding: 'log' }, -397],
  [[1.607262910779401e301], { n: 4, rounding: 'linear' }, -998.5625],
  [[2 ** -1022, 2 ** -1022], { n: 5, rs: 4, rounding: 'log' }, 1019],
] as const)('the sf nearest to 0 of equals, far from 1: %o, %o', (values, options, sf) => {
  expect(fitTensor(Float64Array.from(values), options).best.format.sf).toBe(sf);
});

test('the reported quality is that of the exact golden model', () => {
  const values = weights(300, 5);
  for (const rounding of ['log', 'linear'] as const) {
    const { best } = fitTensor(values, { n: 6, rounding });
    let signal = 0;
    let error = 0;
    let zeros = 0;
    for (const x of values) {
      const word = encodeReal(best.format, x, { rounding, underflow: 'flush' });
      const held = wordValue(best.format, word) ?? Number.NaN;
      signal += x * x;
      error += (x - held) ** 2;
      if (word === 0) zeros++;
    }
    expect(best.sqnr).toBeCloseTo(10 * Math.log10(signal / error), 9);
    expect(best.zeros).toBe(zeros / values.length);
  }
});

test('fixing es and rs searches only those', () => {
  const { best } = fitTensor(weights(200, 6), { n: 8, rounding: 'log', es: 1, rs: 3 });
  expect(best.format).toMatchObject({ n: 8, es: 1, rs: 3 });
});

test('the range of scale factors ends where all is saturated or flushed', () => {
  const values = weights(50, 7);
  const magnitudes = createMagnitudes(values, 128);
  const format = lpFormat({ n: 4, es: 0, rs: 2 });
  const factors = scaleFactors(lpGrid(format, 'log'), magnitudes);
  const at = (sf: number) => measureLp(values, lpFormat({ n: 4, es: 0, rs: 2, sf }), 'log');
  expect(at((factors[0] as number) - 1 / 16).zeros).toBe(1);
  expect(at((factors.at(-1) as number) + 1 / 16).saturated).toBe(1);
});

describe('integers', () => {
  const errorAt = (values: Float64Array, step: number, most: number) =>
    values.reduce((sum, x) => {
      const level = Math.min(most, Math.round(Math.abs(x) / step));
      return sum + (Math.abs(x) - level * step) ** 2;
    }, 0);

  test.each([1, 3, 7, 127])('levels to %i: no finer step does better', (most) => {
    const values = weights(200, 8 + most);
    const step = bestIntegerStep(createMagnitudes(values, 128), most);
    const found = errorAt(values, step, most);
    let least = Number.POSITIVE_INFINITY;
    for (let log = -12; log < 1; log += 1 / 2048) {
      least = Math.min(least, errorAt(values, 2 ** log, most));
    }
    expect(least).toBeGreaterThanOrEqual(found * (1 - 1e-12));
  });
});

test('posit values against the tables of the posit standard', () => {
  expect([...positGrid(4, 0).values]).toEqual([0, 0.25, 0.5, 0.75, 1, 1.5, 2, 4]);
  expect([...positGrid(5, 1).values]).toEqual([
    0,
    1 / 64,
    1 / 16,
    1 / 8,
    1 / 4,
    3 / 8,
    1 / 2,
    3 / 4,
    1,
    1.5,
    2,
    3,
    4,
    8,
    16,
    64,
  ]);
});

describe('tensors at the edge', () => {
  test('values that the format holds exactly: no noise', () => {
    const { best, others } = fitTensor(POWERS, { n: 8, rounding: 'log' });
    expect(best).toMatchObject({ sqnr: null, zeros: 0, saturated: 0 });
    expect(others.map(({ name }) => name)).toEqual([
      'INT8',
      'posit<8,0>',
      'posit<8,1>',
      'posit<8,2>',
    ]);
  });

  test.each([
    ['a constant', [0.7, 0.7, -0.7]],
    ['near the largest binary64', [1e300, -1.7e308, 3e307]],
    ['subnormal numbers', [5e-324, 1e-320, 0]],
    ['hundreds of octaves', [1e-300, 1, -1e300]],
  ])('%s: finite answers', (_, values) => {
    const { best, others } = fitTensor(Float64Array.from(values), { n: 8, rounding: 'linear' });
    for (const { sqnr, zeros, saturated } of [best, ...others]) {
      expect(sqnr === null || Number.isFinite(sqnr)).toBe(true);
      expect(zeros + saturated).toBeLessThanOrEqual(1);
    }
    expect(Number.isFinite(best.format.sf)).toBe(true);
  });
});

test.skipIf(dataAbsent !== '')(`a layer of a trained network at 8 bits${dataAbsent}`, async () => {
  const { values } = await readTensor(join(sharedData, 'kws_dscnn.onnx#pw1/conv.weight'));
  const { best, others } = fitTensor(values, { n: 8, rounding: 'linear' });
  expect(best.format).toMatchObject({ es: 0, rs: 7, sf: 2.6875 });
  expect(Math.abs((best.sqnr ?? 0) - 42.2)).toBeLessThan(0.1);
  expect(best.sqnr).toBeGreaterThan(others[0]?.sqnr ?? Infinity);
});
