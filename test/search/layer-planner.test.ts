import { describe, expect, test } from 'vitest';
import {
  multiplyAccumulate,
  scaleFromFactors,
  start,
  twoStageBounds,
  weightTerms,
  wordValue,
} from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { createCodecs } from '../../infer/codec.ts';
import type { RunningArray } from '../../infer/layer-step.ts';
import type { MacLayer } from '../../network/layer.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { foldedScales, ofChannel } from '../../quantize/channels.ts';
import { checkPlan, type LayerPlan, type Plan } from '../../quantize/plan.ts';
import { productOf } from '../../quantize/sums.ts';
import { foldedWeights } from '../../quantize/words.ts';
import type { WeightLayer } from '../../search/ground.ts';
import { createLayerPlanner } from '../../search/layer-planner.ts';
import { WORD_DEFAULTS, type WordOptions } from '../../search/options.ts';
import { sumInputs } from '../../search/sum-inputs.ts';
import { layerOf, networkOf, normal, sample } from '../quantize/plan-support.ts';
import { arrayWith } from './quantizing.ts';

/** Plans of single layers beside what sections 3, 4 and 6 of the specification make of them. */

const DEPTH = 20;
const INPUTS = 32;
const X = normal(INPUTS * DEPTH, 31).map((x) => x + 0.25);

function rowsOf(channels: number, spread: (channel: number) => number): number[][] {
  return Array.from({ length: channels }, (_, channel) =>
    normal(DEPTH, 40 + channel).map((w) => w * spread(channel)),
  );
}

interface Case {
  readonly layer: MacLayer;
  readonly array?: RunningArray;
  readonly options?: Partial<WordOptions>;
  readonly bits?: number;
}

/** A layer planned by itself, and the words that its sums read. */
function planned({ layer, array = arrayWith(), options = {}, bits = 8 }: Case) {
  const network = networkOf(layer);
  const { weights } = layer;
  if (weights.kind !== 'constant') throw new Error('constant weights');
  const outputs = X.slice(0, INPUTS * weights.channels).map((x) => 4 * x);
  const samples = new Map([
    ['x', sample(X, [INPUTS, DEPTH])],
    ['y', sample(outputs, [INPUTS, weights.channels])],
  ]);
  const whole: Plan = calibrate(network, samples, array);
  const plain = whole.layers[0] as LayerPlan;
  const values = foldedWeights(weights, foldedScales(layer));
  const importance = new Float64Array(values.length).fill(1);
  const codec = createCodecs('flush')(plain.activation);
  const dims = [INPUTS, DEPTH];
  const words = codec.encode(X);
  const float = { dims, values: Float32Array.from(X) };
  const constant = layer as WeightLayer;
  const inputs = sumInputs(constant, { dims, words }, codec.format, float, true);
  const ground = { layer: constant, plain, values, importance };
  const planner = createLayerPlanner(ground, array, 'both', { ...WORD_DEFAULTS, ...options });
  const found = planner.plan({ bits, es: 1, rs: Math.min(3, bits - 1), gain: 0 }, inputs);
  checkPlan({ ...whole, layers: [found.plan] }, network, array);
  return { ...found, activations: words, array, network, layer };
}

type Planned = ReturnType<typeof planned>;

/** What a channel's words and start value mean in the units of the layer, by section 4. */
function meaning({ plan, words, array }: Planned, channel: number) {
  const { fraction, accumulatorFraction } = array.arithmetic;
  const format = lpFormat({ ...plan.weight, sf: 0 });
  const log = ofChannel(plan.scales, channel) / 2 ** fraction - plan.output.sf;
  return {
    offset: ofChannel(plan.starts, channel) * 2 ** (log - accumulatorFraction),
    weights: Array.from(
      words.subarray(channel * DEPTH, (channel + 1) * DEPTH),
      (word) => (wordValue(format, word) ?? Number.NaN) * 2 ** (log + plan.activation.sf),
    ),
  };
}

const SCALES = [1, -2, 0.01, 0, 300];
const OFFSETS = [0, 3, -0.5, 2, 40];
const layer = layerOf(
  rowsOf(5, (channel) => 2 ** (2 * channel - 4)),
  { scales: SCALES, offsets: OFFSETS },
);

describe('what words, starts and scales mean is the float layer', () => {
  const plain = { biasCorrection: false, errorFeedback: false };

  test.each([true, false])('channel scales %s', (channelScales) => {
    const found = planned({ layer, options: { ...plain, channelScales } });
    for (const [channel, scale] of SCALES.entries()) {
      const { weights, offset } = meaning(found, channel);
      const wanted = normal(DEPTH, 40 + channel).map((w) => scale * w * 2 ** (2 * channel - 4));
      const energy = wanted.reduce((sum, w) => sum + w * w, 0);
      const lost = wanted.reduce((sum, w, k) => sum + (w - (weights[k] as number)) ** 2, 0);
      // Without scales of their own, small channels have few bits.
      if (channelScales) expect(lost).toBeLessThanOrEqual(energy * 0.05 ** 2);
      else expect(lost).toBeLessThanOrEqual(energy * 1.1);
      // An offset is whole LSBs, times a scale that is off by half a step of 2^-Fo at most.
      const step =
        2 ** (ofChannel(found.plan.scales, channel) / 2 ** found.array.arithmetic.fraction);
      const lsb = step * 2 ** (-found.plan.output.sf - found.array.arithmetic.accumulatorFraction);
      const bound = lsb / 2 + Math.abs(OFFSETS[channel] as number) * 0.02;
      expect(Math.abs(offset - (OFFSETS[channel] as number))).toBeLessThanOrEqual(bound);
    }
  });

  test('c takes a gain back exactly', () => {
    const [row = []] = rowsOf(1, () => 1);
    const both = layerOf([row, row.map((w) => w / 8)]);
    const { plan, words, array } = planned({ layer: both, options: plain, bits: 4 });
    expect(words.subarray(DEPTH)).toEqual(words.subarray(0, DEPTH));
    const [first = 0, second = 0] = plan.scales;
    expect(second - first).toBe(-3 * 2 ** array.arithmetic.fraction);
  });
});

/** Mean sum of a channel by the exact model, start value included, in LSBs. */
function meanOfSums({ plan, words, activations, array }: Planned, channel: number): number {
  const parameters = {
    ...productOf(plan, array),
    weight: lpFormat({ ...plan.weight, sf: 0 }),
    activation: lpFormat({ ...plan.activation, sf: 0 }),
    overflow: 'wrap' as const,
    accumulatorWidth: 64,
  };
  let total = 0n;
  for (let input = 0; input < INPUTS; input++) {
    let state = start(BigInt(ofChannel(plan.starts, channel)));
    for (let k = 0; k < DEPTH; k++) {
      const w = words[channel * DEPTH + k] as number;
      state = multiplyAccumulate(parameters, state, w, activations[input * DEPTH + k] as number);
    }
    total += state.acc;
  }
  return Number(total) / INPUTS;
}

describe('bias correction', () => {
  const scales = [1, 1, -1];
  const offsets = [0, 3, -0.5];
  const rows = rowsOf(3, (channel) => 2 ** channel);
  const own = layerOf(rows, { scales, offsets });

  test.each([
    ['truncate', 8],
    ['nearest', 4],
    ['floor', 2],
    ['floor-act', 4],
  ] as const)('mean sums are the float ones to half an LSB: %s, %i bits', (align, bits) => {
    const accumulator = { fraction: 8, depth: 256, startMax: 2 ** 20, align };
    const found = planned({ layer: own, array: arrayWith({ accumulator }), bits });
    const { plan, array } = found;
    const { fraction, accumulatorFraction } = array.arithmetic;
    const { weight, activation, output } = plan;
    const factors = { weight: weight.sf, activation: activation.sf, output: output.sf };
    const common = Number(scaleFromFactors(fraction, factors));
    for (const [channel, row] of rows.entries()) {
      const gain = (common - ofChannel(plan.scales, channel)) / 2 ** fraction;
      const unit = 2 ** (accumulatorFraction + weight.sf + gain + activation.sf);
      const sum = X.reduce((all, x, at) => all + x * (row[at % DEPTH] as number), 0) / INPUTS;
      const wanted =
        (Math.sign(scales[channel] as number) * sum + (offsets[channel] as number)) * unit;
      expect(Math.abs(meanOfSums(found, channel) - wanted)).toBeLessThanOrEqual(0.5 + 1e-3);
    }
  });

  test('gives way to what a port of start values holds', () => {
    const accumulator = { fraction: 8, depth: 256, startMax: 7 };
    const found = planned({ layer: layerOf(rows), array: arrayWith({ accumulator }), bits: 2 });
    for (const b of found.plan.starts) expect(Math.abs(b)).toBeLessThanOrEqual(8);
    expect(found.plan.starts.some((b) => b !== 0)).toBe(true);
    // And costs the words nothing.
    expect(found.words).toEqual(planned({ layer: layerOf(rows), bits: 2 }).words);
  });
});

describe('bits of sums', () => {
  test.each(
    [14, 16, 18].flatMap((tileBits) =>
      [15, 17, null].flatMap((sumBits) =>
        [true, false].map((soft) => ({ tileBits, sumBits, soft })),
      ),
    ),
  )('tiles in $tileBits, sums in $sumBits, soft $soft', (options) => {
    const own = layerOf(
      rowsOf(3, (channel) => 2 ** channel),
      { offsets: [1, 0, -2] },
    );
    for (const bits of [8, 4]) {
      const found = planned({ layer: own, options, bits });
      const { plan, words, array } = found;
      const terms = weightTerms(productOf(plan, array), 'both');
      for (let channel = 0; channel < 3; channel++) {
        const row = words.subarray(channel * DEPTH, (channel + 1) * DEPTH);
        const b = BigInt(ofChannel(plan.starts, channel));
        const { inner, outer } = twoStageBounds(terms, row, 8, { least: b, most: b });
        expect(inner.width).toBeLessThanOrEqual(options.tileBits);
        expect(outer.width).toBeLessThanOrEqual(options.sumBits ?? 32);
      }
      expect(words.some((word) => word !== 0)).toBe(true);
    }
  });

  test('a correction is left out as far as sums have no room for it', () => {
    const own = layerOf(
      rowsOf(1, () => 1),
      { offsets: [20] },
    );
    const { plan } = planned({ layer: own, options: { biasCorrection: false }, bits: 4 });
    for (const sumBits of [plan.widths.sum, plan.widths.sum - 1]) {
      const plain = planned({ layer: own, options: { sumBits, biasCorrection: false }, bits: 4 });
      const corrected = planned({ layer: own, options: { sumBits }, bits: 4 });
      expect(corrected.plan.widths.sum).toBeLessThanOrEqual(sumBits);
      expect(corrected.words).toEqual(plain.words);
    }
  });

  test('without room for any word but zero: a failure that says so', () => {
    const own = layerOf(rowsOf(2, () => 1));
    expect(() => planned({ layer: own, options: { tileBits: 4 } })).toThrow(
      'layer "fc": in tiles of 4 bits and sums of',
    );
  });
});

test('a channel whose sum does not matter keeps its offset', () => {
  const found = planned({ layer });
  const { weights, offset } = meaning(found, 3);
  expect(weights.every((w) => w === 0)).toBe(true);
  expect(offset).toBeCloseTo(2, 1);
});
