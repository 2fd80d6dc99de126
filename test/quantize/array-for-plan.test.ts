import { describe, expect, it } from 'vitest';
import { arraySchema, type CheckedArray, resolveArray } from '../../generator/index.ts';
import { arrayForPlan } from '../../quantize/array-for-plan.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { portScale } from '../../quantize/misfit.ts';
import { checkPlan, type LayerPlan, type Plan } from '../../quantize/plan.ts';
import { Failure } from '../../system/failure.ts';
import { array, conv1, FORMAT, network, plan } from './plan-by-hand.ts';
import { arrayOf, layerOf, networkOf, normal, samplesOf } from './plan-support.ts';

function withLayer(change: Partial<LayerPlan>, rest: Partial<Plan> = {}): Plan {
  const [first, ...others] = plan.layers;
  return { ...plan, ...rest, layers: [{ ...(first ?? conv1), ...change }, ...others] };
}

/** What a config asks for under the options that a plan decides. */
function measures({ array: { modes, maxEs, tileWidth }, accumulator }: CheckedArray) {
  return { modes, maxEs, tileWidth, width: accumulator.width, startMax: accumulator.startMax };
}

describe('an array made to measure', () => {
  it('has the modes, es and widths of its plan, and all else of its config', () => {
    const made = arrayForPlan(array, plan);
    expect(measures(made)).toEqual({
      modes: [8],
      maxEs: 0,
      tileWidth: 20,
      width: 20,
      startMax: 1536,
    });
    const { config } = array;
    expect(made).toMatchObject({
      name: config.name,
      converter: config.converter,
      encoder: config.encoder,
      array: { rows: 4, cols: 4, vectors: config.array.vectors, taper: true },
      accumulator: { fraction: 10, align: 'truncate', overflow: 'wrap', depth: 64 },
    });
    expect(arraySchema.parse(made)).toEqual(made);
    checkPlan(plan, network, resolveArray(made));
  });

  it('is made for the widest of all layers, tile and sum apart', () => {
    const layers = [
      { ...conv1, mode: 2, weight: { n: 2, es: 0, rs: 1, sf: 0 }, widths: { tile: 17, sum: 25 } },
      { ...conv1, output: { ...FORMAT, es: 3 }, widths: { tile: 21, sum: 22 }, starts: [-3000] },
    ];
    expect(measures(arrayForPlan(array, { ...plan, layers }))).toEqual({
      modes: [8, 2],
      maxEs: 3,
      tileWidth: 21,
      width: 25,
      startMax: 3000,
    });
  });

  it('holds the smallest start value of its bits, and has no port where there is none', () => {
    const starts = (values: number[], sum: number) =>
      resolveArray(arrayForPlan(array, withLayer({ starts: values, widths: { tile: 20, sum } })));
    expect(starts([0, -(2 ** 19)], 20).shape.startWidth).toBe(20);
    expect(starts([0, 2 ** 19], 21).shape.startWidth).toBe(21);
    expect(starts([-1], 20).shape.startWidth).toBe(2);
    expect(starts([0, 0], 20).shape.startWidth).toBe(0);
  });

  it('is as wide as a tile where start values make the whole narrower', () => {
    const made = arrayForPlan(array, withLayer({ widths: { tile: 22, sum: 20 } }));
    expect(measures(made)).toMatchObject({ tileWidth: 22, width: 22 });
  });

  it('keeps the formats that its config fixes, and forgets the weights it was sized for', () => {
    const fixed = arrayOf({
      array: { rows: 4, cols: 4 },
      weight: { n: 8, es: 0, rs: 7 },
      activation: { n: 8, es: 0, rs: 7 },
      accumulator: { fraction: 10, depth: 2, startMax: 65535, oneSided: false },
      encoder: { fraction: 8 },
    });
    const sized = {
      ...fixed,
      config: {
        ...fixed.config,
        accumulator: { ...fixed.config.accumulator, weights: 'w.npy', oneSided: true },
      },
    };
    const made = arrayForPlan(sized, plan);
    expect(measures(made)).toMatchObject({ modes: undefined, maxEs: undefined, tileWidth: 20 });
    expect(made.accumulator).toMatchObject({ oneSided: false, depth: 4 });
    expect(made.accumulator.weights).toBeUndefined();
    checkPlan(plan, network, resolveArray(made));
  });
});

describe('no bit of it is too many', () => {
  const rows = (values: readonly number[]) =>
    Array.from({ length: values.length / 8 }, (_, row) => values.slice(8 * row, 8 * row + 8));
  const real = networkOf(
    layerOf(rows(normal(64)), { output: 'h', offsets: [40], relu: true }),
    layerOf(rows(normal(64, 3)), { name: 'next', input: 'h' }),
  );
  const samples = samplesOf({ x: normal(80, 4), h: normal(80, 5).map(Math.abs), y: normal(80, 6) });

  it.each([
    ['8 bits', 8],
    ['4 bits', 4],
    ['2 bits', 2],
  ])('%s', (_, bits) => {
    const made = calibrate(real, samples, arrayOf(), { bits });
    const config = arrayForPlan(arrayOf(), made);
    checkPlan(made, real, resolveArray(config));
    const { array: grid, accumulator } = config;
    const { tileWidth, maxEs = 0, modes = [] } = grid;
    const { width, startMax = 0 } = accumulator;
    const refused = (changed: CheckedArray, message: RegExp) =>
      expect(() => checkPlan(made, real, resolveArray(changed))).toThrow(message);
    expect(modes).toEqual([bits]);
    refused(
      { ...config, array: { ...grid, tileWidth: Number(tileWidth) - 1 } },
      /sums of a tile need \d+ bits/,
    );
    const narrow = { ...accumulator, width: Number(width) - 1, startMax: 1 };
    const tile = Math.min(Number(tileWidth), Number(width) - 1);
    refused(
      { ...config, array: { ...grid, tileWidth: tile }, accumulator: narrow },
      /need \d+ bits|starts: channel/,
    );
    const { startWidth } = resolveArray(config).shape;
    const shorter = { ...accumulator, startMax: 2 ** (startWidth - 2) - 1 };
    expect(shorter.startMax).toBeLessThan(startMax);
    refused({ ...config, accumulator: shorter }, /starts: channel \d+ needs/);
    if (maxEs > 0) refused({ ...config, array: { ...grid, maxEs: maxEs - 1 } }, /\.es must be/);
  });

  it('sums, start values included', () => {
    const layers = [{ ...conv1, starts: [0, 240_000], widths: { tile: 20, sum: 21 } }];
    const wide = { ...plan, layers: [...layers, ...plan.layers.slice(1)] };
    const config = arrayForPlan(array, wide);
    expect(measures(config)).toMatchObject({ tileWidth: 20, width: 21 });
    checkPlan(wide, network, resolveArray(config));
    const narrow = { ...config, accumulator: { ...config.accumulator, width: 20 } };
    expect(() => checkPlan(wide, network, resolveArray(narrow))).toThrow(
      'sums over all tiles, start values included, need 21 bits, the array has 20',
    );
  });
});

describe('log scales', () => {
  it('below the port are those of a channel that is zero', () => {
    const dead = withLayer({ scales: [-16384, 256] });
    const made = resolveArray(arrayForPlan(array, dead));
    expect(made.shape.scaleWidth).toBeLessThan(array.shape.scaleWidth);
    checkPlan(dead, network, made);
    expect(portScale(-16384, made)).toBe(-(2 ** (made.shape.scaleWidth - 1)));
    expect(portScale(256, made)).toBe(256);
  });

  it('above it are refused', () => {
    expect(() => arrayForPlan(array, withLayer({ scales: [16383] }), 'p.json')).toThrow(
      'p.json: layer "conv1": scales.0 must be an integer from -8192 to 8191, not 16383',
    );
  });
});

describe('a plan that no array can be measured by', () => {
  const numbers = plan.array;
  const fixed = arrayOf({
    array: { rows: 4, cols: 4 },
    weight: { n: 8, es: 1, rs: 7 },
    activation: { n: 8, es: 0, rs: 7 },
    encoder: { fraction: 8 },
  });
  it.each([
    [
      'p.json: array.rows must be 4, as the array has it, not 8',
      withLayer({}, { array: { ...numbers, rows: 8 } }),
      array,
    ],
    [
      'p.json: array.accumulatorFraction must be 10, as the array has it, not 9',
      withLayer({}, { array: { ...numbers, accumulatorFraction: 9 } }),
      array,
    ],
    [
      'p.json: array.encoderFraction must be 8, as the array has it, not 7',
      withLayer({}, { array: { ...numbers, encoderFraction: 7 } }),
      array,
    ],
    ['p.json: layers is empty: no array can be measured by it', { ...plan, layers: [] }, array],
    [
      'p.json: layer "conv1": mode must be 8, 4 or 2, not 5',
      withLayer({ mode: 5, weight: { n: 5, es: 0, rs: 4, sf: 0 } }),
      array,
    ],
    [
      'p.json: layer "conv1": weight.n must be 8, not 4',
      withLayer({ weight: { n: 4, es: 0, rs: 3, sf: 0 } }),
      array,
    ],
    ['p.json: layer "conv1": weight.es must be 1, not 0', plan, fixed],
    [
      'p.json: layer "conv1": widths.sum must be at least 21, which its starts take, not 20',
      withLayer({ starts: [0, 2 ** 19] }),
      array,
    ],
    [
      'p.json: layer "conv1": widths need 129 bits, an array has at most 128',
      withLayer({ widths: { tile: 129, sum: 20 } }),
      array,
    ],
  ])('%s', (line, given, on) => {
    try {
      arrayForPlan(on, given, 'p.json');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect(error).toMatchObject({ kind: 'input', message: line });
    }
  });
});
