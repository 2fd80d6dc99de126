import { OBJECTIVE_DEFAULTS } from '../../search/objectives/objective.ts';
import { WORD_DEFAULTS } from '../../search/options.ts';
import type { QuantizedLayer, QuantizeReport } from '../../search/report.ts';

/** Reports of `quantize` by hand: figures are plausible, none was measured. */

const FORMAT = { n: 8, es: 1, rs: 7, sf: 3.584962500721156 };

export function quantizedLayer(place: number, given: Partial<QuantizedLayer> = {}): QuantizedLayer {
  const bits = [8, 4, 2][place % 3] ?? 8;
  return {
    name: `conv${place + 1}`,
    operator: 'Conv',
    parameters: 100 + ((place * 7919) % 5000),
    macs: 10_000 + ((place * 7919) % 90_000),
    choice: { bits, es: 0, rs: Math.min(7, bits - 1), gain: 0 },
    formats: { weight: { ...FORMAT, n: 8, es: 0 }, activation: FORMAT, output: FORMAT },
    widths: { tile: 14 + (place % 5), sum: 18 + (place % 5) },
    agnostic: { tile: 20 + (place % 5), sum: 25 + (place % 5) },
    limited: place % 2 === 0 ? 0 : 17,
    sqnr: place === 3 ? null : 35 - place * 0.5,
    ...given,
  };
}

export function quantizeReportOf(
  layers: readonly QuantizedLayer[],
  given: Partial<QuantizeReport> = {},
): QuantizeReport {
  return {
    model: { file: 'digits.onnx', hash: 'ab'.repeat(32) },
    inputs: 128,
    chooser: 'lpq',
    objective: 'contrastive',
    objectiveOptions: OBJECTIVE_DEFAULTS,
    words: WORD_DEFAULTS,
    seed: 1,
    loss: 0.00123,
    agreement: 127 / 128,
    sqnr: 27.4,
    averageBits: 4.31,
    averageBitsOfMacs: 4.9,
    budget: 4.5,
    evaluations: 1234,
    history: [0.01, 0.008, 0.008, 0.003, 0.00123],
    isPartial: false,
    layers,
    seconds: 61.2,
    ...given,
  };
}
