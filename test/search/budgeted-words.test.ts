import { expect, test } from 'vitest';
import { tileBounds, weightTerms } from '../../golden/exact/index.ts';
import { createCodecs } from '../../infer/codec.ts';
import { foldedScales } from '../../quantize/channels.ts';
import { productOf } from '../../quantize/sums.ts';
import { foldedWeights } from '../../quantize/words.ts';
import { BUDGET_OCTAVES, budgetedWords } from '../../search/budgeted-words.ts';
import { channelWords } from '../../search/channel-words.ts';
import type { WeightLayer } from '../../search/ground.ts';
import { WORD_DEFAULTS } from '../../search/options.ts';
import { sumInputs } from '../../search/sum-inputs.ts';
import { layerOf, normal } from '../quantize/plan-support.ts';
import { arrayWith } from './quantizing.ts';

const [CHANNELS, DEPTH, INPUTS] = [6, 24, 64];
const X = normal(INPUTS * DEPTH, 5);
const ROWS = Array.from({ length: CHANNELS }, (_, channel) =>
  normal(DEPTH, 60 + channel).map((w) => w * 2 ** (channel / 2)),
);

/** Words of a layer for tiles of some bits, at one gain for all channels or at the best of several for each. */
function chosen(tileBits: number, octaves: readonly number[], together = false) {
  const layer = layerOf(ROWS) as WeightLayer;
  const activation = { n: 8, es: 0, rs: 7, sf: 0 };
  const weight = { n: 8, es: 0, rs: 7, sf: 0 };
  const codec = createCodecs('flush')(activation);
  const dims = [INPUTS, DEPTH];
  const float = { dims, values: Float32Array.from(X) };
  const inputs = sumInputs(layer, { dims, words: codec.encode(X) }, codec.format, float, true);
  const array = arrayWith();
  const question = {
    values: foldedWeights(layer.weights, foldedScales(layer)),
    depth: DEPTH,
    folded: foldedScales(layer),
    signs: 'both' as const,
    weight,
    bits: 8,
    activation,
    options: { ...WORD_DEFAULTS, tileBits },
    array,
  };
  const offers = octaves.map((octave) => new Float64Array(CHANNELS).fill(-octave));
  const found = budgetedWords(question, offers, inputs, together);
  const single = offers.map((gains) => channelWords({ ...question, gains }, inputs));
  return { ...found, single, array, formats: { weight, activation } };
}

const sum = (values: Float64Array) => values.reduce((all, x) => all + x, 0);

test('each channel is at the gain where it loses least, and keeps its start value', () => {
  const { gains, words, starts, errors, single } = chosen(15, BUDGET_OCTAVES);
  expect(new Set(gains).size).toBeGreaterThan(1);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const at = BUDGET_OCTAVES.indexOf(-(gains[channel] as number));
    const own = single[at];
    const row = (of: Uint16Array) => of.slice(channel * DEPTH, (channel + 1) * DEPTH);
    expect(row(words)).toEqual(row(own?.words ?? new Uint16Array()));
    expect(starts[channel]).toBe(own?.starts[channel]);
    expect(errors[channel]).toBe(own?.errors[channel]);
  }
});

test('gains lose a fraction of what words of one scale lose in the same bits', () => {
  const kept = chosen(15, [0]);
  const free = chosen(15, BUDGET_OCTAVES);
  expect(kept.limited).toBeGreaterThan(0);
  expect(sum(free.errors)).toBeLessThan(sum(kept.errors) / 4);
});

test('whatever the gains, sums of tiles fit', () => {
  const { words, array, formats } = chosen(13, BUDGET_OCTAVES);
  const terms = weightTerms(productOf({ ...formats, starts: [] }, array), 'both');
  for (let channel = 0; channel < CHANNELS; channel++) {
    const row = words.subarray(channel * DEPTH, (channel + 1) * DEPTH);
    for (const { width } of tileBounds(terms, row, array.shape.rows)) {
      expect(width).toBeLessThanOrEqual(13);
    }
  }
});

test('together, all channels have one gain', () => {
  const { gains } = chosen(15, BUDGET_OCTAVES, true);
  expect(new Set(gains).size).toBe(1);
});
