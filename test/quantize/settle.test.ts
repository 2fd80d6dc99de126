import { describe, expect, it } from 'vitest';
import { type ArrayInput, arraySchema, resolveArray } from '../../generator/index.ts';
import type { Network } from '../../network/network.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { checkDepth, checkPlan, type LayerPlan, type Plan } from '../../quantize/plan.ts';
import type { CalibrationSamples } from '../../quantize/samples.ts';
import { Failure } from '../../system/failure.ts';
import { arrayOf, layerOf, networkOf, normal, sample, samplesOf } from './plan-support.ts';

const ARRAY = { rows: 4, cols: 4, modes: [8, 4, 2] as (8 | 4 | 2)[], maxEs: 1 };
const SUMS = { fraction: 10, depth: 64, startMax: 65535 };

/** An array with some options of its sums; widths for any weights unless given. */
function arrayWith(
  accumulator: Partial<ArrayInput['accumulator']>,
  array: Partial<ArrayInput['array']> = {},
) {
  return arrayOf({ accumulator: { ...SUMS, ...accumulator }, array: { ...ARRAY, ...array } });
}

/** Two layers, the second of which starts at `offset`. */
function chain(offset: number): Network {
  return networkOf(
    layerOf([normal(4), normal(4, 2)], { name: 'one', output: 'h' }),
    layerOf([normal(2, 3), normal(2, 4)], { name: 'two', input: 'h', offsets: [0, offset] }),
  );
}

const samples = samplesOf({ x: normal(64), h: normal(64, 2), y: normal(64, 3) });

function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.exitCode).toBe(2);
    return `${error.message} (${error.hint})`;
  }
  throw new Error('nothing was refused');
}

function layers(plan: Plan): [LayerPlan, LayerPlan] {
  return plan.layers as [LayerPlan, LayerPlan];
}

describe('start values that do not fit', () => {
  it('lower the scale factor of what the layer reads by as few octaves as it takes', () => {
    const network = chain(20);
    const [, roomy] = layers(calibrate(network, samples, arrayWith({})));
    const b = roomy.starts[1] ?? 0;
    const array = arrayWith({ startMax: Math.floor(b / 6) });
    const plan = calibrate(network, samples, array);
    const [one, two] = layers(plan);
    // Ports of startMax hold up to a power of two: b / 6 is within one, b / 4 or b / 8 fits.
    const octaves = roomy.activation.sf - two.activation.sf;
    const most = 2 ** (array.shape.startWidth - 1) - 1;
    expect([b / 2 ** octaves <= most, b / 2 ** (octaves - 1) <= most]).toEqual([true, false]);
    expect(Math.abs((two.starts[1] ?? 0) - b / 2 ** octaves)).toBeLessThan(1);
    expect(one.output).toEqual(two.activation);
    expect(one.activation).toEqual(roomyFirst(network).activation);
    checkPlan(plan, network, array);
  });

  function roomyFirst(network: Network): LayerPlan {
    return layers(calibrate(network, samples, arrayWith({})))[0];
  }

  it('change layers that read the same tensor and came before', () => {
    const network = networkOf(
      layerOf([normal(4)], { name: 'left', output: 'h', offsets: [1] }),
      layerOf([normal(4)], { name: 'right', output: 'y', offsets: [500] }),
    );
    const [fitted] = layers(calibrate(network, samples, arrayWith({ startMax: 2 ** 30 })));
    const [left, right] = layers(calibrate(network, samples, arrayWith({})));
    const octaves = fitted.activation.sf - left.activation.sf;
    expect(octaves).toBeGreaterThan(1);
    expect(left.activation).toEqual(right.activation);
    expect(left.scales[0]).toBe((fitted.scales[0] ?? 0) + 256 * octaves);
  });

  it('are refused where 8 octaves do not help', () => {
    expect(failureOf(() => calibrate(chain(1e6), samples, arrayWith({})))).toBe(
      'layer "two": starts: channel 1 needs 724077344, the array holds -65536 to 65535 (raise accumulator.startMax of the array to 724077344, or lower accumulator.fraction)',
    );
  });

  it('are refused at once where the array has none', () => {
    expect(failureOf(() => calibrate(chain(1), samples, arrayWith({ startMax: 0 })))).toBe(
      'layer "two": starts: channel 1 needs 724, the array has no start values (raise accumulator.startMax of the array to 724, or lower accumulator.fraction)',
    );
    const [, two] = layers(calibrate(chain(0), samples, arrayWith({ startMax: 0 })));
    expect(two.starts).toEqual([0]);
  });
});

describe('sums that do not fit', () => {
  const network = chain(3);
  const wide = layers(calibrate(network, samples, arrayWith({})));

  it('lower the scale factor of the weights', () => {
    const narrow = arrayWith({}, { tileWidth: wide[0].widths.tile - 2 });
    const plan = calibrate(network, samples, narrow);
    const [one] = layers(plan);
    expect(one.widths.tile).toBeLessThanOrEqual(wide[0].widths.tile - 2);
    expect(one.weight.sf).toBeLessThan(wide[0].weight.sf);
    expect(one.activation).toEqual(wide[0].activation);
    checkPlan(plan, network, narrow);
  });

  it('lower that of the activations where start values are what is too much', () => {
    // b is 2.06 million, just below 2^21; the products of both weights lead beyond.
    const starting = chain(2850);
    const most = layers(calibrate(starting, samples, arrayWith({ startMax: 2 ** 21 - 1 })))[1];
    const bits = most.widths.sum - 1;
    expect(bits).toBe(22);
    const narrow = arrayWith({ width: bits, startMax: 2 ** 21 - 1 });
    const plan = calibrate(starting, samples, narrow);
    const [, two] = layers(plan);
    expect(two.widths.sum).toBe(bits);
    expect(two.weight).toEqual(most.weight);
    expect(two.activation.sf).toBe(most.activation.sf - 1);
    checkPlan(plan, starting, narrow);
  });

  it('are refused where 8 octaves do not help', () => {
    const refused = (array: ReturnType<typeof arrayWith>) =>
      failureOf(() => calibrate(network, samples, array));
    expect(refused(arrayWith({}, { tileWidth: 8 }))).toBe(
      'layer "one": sums of a tile need 20 bits, the array has 8 (raise array.tileWidth of the array to 20, or remove it)',
    );
    expect(refused(arrayWith({ width: 8, startMax: 100 }))).toBe(
      'layer "one": sums of a tile need 20 bits, the array has 8 (raise accumulator.width of the array to 20)',
    );
  });

  it('are refused where rows of PEs were sized for other weights', () => {
    const formats = { weight: { n: 8, es: 0, rs: 7 }, activation: { n: 8, es: 0, rs: 7 } };
    const config = arraySchema.parse({
      name: 'known',
      kind: 'array',
      array: { rows: 4, cols: 4 },
      ...formats,
      accumulator: { weights: 'w.npy', startMax: 0 },
    });
    // All in the last row: those above it have no more than 2 bits.
    const last = { hash: 'h', channels: 1, depth: 4, words: Uint16Array.of(0, 0, 0, 0x7f) };
    const array = resolveArray(config, { weights: last });
    const upsideDown = networkOf(layerOf([[5, 0, 0, 0]]));
    expect(failureOf(() => calibrate(upsideDown, samples, array))).toBe(
      'layer "fc": partial sums behind row 0 need 22 bits, the array has 2 (remove accumulator.weights: the array was sized for other weights)',
    );
  });

  it('of weights at run time have no scale factor that helps; more products than planned for', () => {
    const qk = layerOf([], {
      name: 'qk',
      operator: 'MatMul',
      weights: { kind: 'tensor', name: 'k' },
    });
    const tensors: CalibrationSamples = new Map([
      ['x', sample(normal(640))],
      ['y', sample(normal(64))],
      ['k', sample(normal(640), [640, 1])],
    ]);
    const fixed = { weight: { n: 8, es: 0, rs: 7 }, activation: { n: 8, es: 0, rs: 7 } };
    const array = arrayOf({ ...fixed, array: { rows: 4, cols: 4 }, accumulator: { depth: 2 } });
    expect(failureOf(() => calibrate(networkOf(qk), tensors, array))).toBe(
      'layer "qk": sums of a tile need 28 bits, the array has 27 (raise accumulator.depth of the array to 640, the products of a sum)',
    );
    const deep = arrayOf({ ...fixed, array: { rows: 4, cols: 4 }, accumulator: { depth: 640 } });
    const [plan] = layers(calibrate(networkOf(qk), tensors, deep));
    checkDepth(plan, 640, deep, 'p.json');
    checkDepth(plan, 300, deep, 'p.json');
    expect(failureOf(() => checkDepth(plan, 10_000, deep, 'p.json'))).toBe(
      'p.json: layer "qk": sums over all tiles, start values included, need 39 bits, the array has 35 (raise accumulator.depth of the array to 10000, the products of a sum)',
    );
    const deeper = arrayOf({ ...fixed, array: { rows: 4, cols: 4 }, accumulator: { depth: 1280 } });
    expect(failureOf(() => checkDepth(plan, 1280, deeper, 'p.json'))).toBe(
      'p.json: layer "qk": widths must be at least tile 28 and sum 36, not tile 28 and sum 35 (they follow from the words of the weights, the formats and the starts)',
    );
  });
});

describe('log scales that do not fit', () => {
  it('lower the scale factor of the result where they are too large', () => {
    const tiny = samplesOf({ x: normal(64), y: normal(64, 3).map((y) => y * 1e-24) });
    const array = arrayWith({});
    const plan = calibrate(networkOf(layerOf([normal(4)])), tiny, array);
    const [only] = layers(plan);
    const most = 2 ** (array.shape.scaleWidth - 1) - 1;
    const [c = 0] = only.scales;
    expect([c <= most, c + 256 > most]).toEqual([true, true]);
    checkPlan(plan, networkOf(layerOf([normal(4)])), array);
  });

  it('are cut where they are too small: such channels are zero anyway', () => {
    const network = networkOf(layerOf([normal(4), normal(4)], { scales: [1, 1e-25] }));
    const array = arrayWith({});
    const plan = calibrate(network, samples, array);
    expect(layers(plan)[0].scales[1]).toBe(-(2 ** (array.shape.scaleWidth - 1)));
    checkPlan(plan, network, array);
  });
});

describe('questions that have no answer', () => {
  it('word lengths that the array does not take', () => {
    const eight = arrayOf({ array: { ...ARRAY, modes: [8, 4] } });
    const ask = () => calibrate(chain(0), samples, eight, { bits: 2 });
    expect(failureOf(ask)).toBe(
      'weights of 2 bits: the array takes words of 8, 4 bits (see array.modes of its config)',
    );
  });

  it('weights that are not finite', () => {
    const broken = networkOf(layerOf([[1, Number.POSITIVE_INFINITY]], { name: 'bn' }));
    expect(failureOf(() => calibrate(broken, samples, arrayOf()))).toBe(
      'layer "bn": its weights are not all finite (infinities and NaN of a model have no words)',
    );
  });

  it('samples that are not finite', () => {
    const broken = new Map([...samples, ['h', sample([1, Number.NaN])] as const]);
    expect(failureOf(() => calibrate(chain(0), broken, arrayOf()))).toBe(
      'calibration: tensor "h" has values that are not finite (calibrate with inputs that the float network can take)',
    );
  });
});
