import { defaultArray } from '../../infer/default-array.ts';
import type { InferReport, LayerReport } from '../../infer/report.ts';

/** Reports of `infer` by hand: figures are plausible, none was measured. */

const CONFIG = defaultArray().config;
const FORMAT = { n: 8, es: 1, rs: 7, sf: 3.584962500721156 };

/** A layer with figures that vary with its place; what matters to a test is given. */
export function layerReport(place: number, given: Partial<LayerReport> = {}): LayerReport {
  const mode = [8, 4, 2][place % 3] ?? 8;
  const cycles = 1000 + ((place * 7919) % 9000);
  const beats = { channels: 4, weights: 64 + place, activations: cycles - 100, results: 300 };
  return {
    name: `conv${place + 1}`,
    operator: 'Conv',
    mode,
    formats: {
      weight: { n: mode, es: mode === 8 ? 1 : 0, rs: Math.min(7, mode - 1), sf: -2 },
      activation: FORMAT,
      output: { ...FORMAT, es: 2, sf: 0 },
    },
    widths: { tile: 12 + (place % 9), sum: 16 + (place % 9), arrayTile: 22, arraySum: 30 },
    mapping: 'patches of 2 x 4 outputs',
    macs: cycles * 48,
    cycles,
    beats,
    simulated: null,
    utilisation: 0.25 + ((place * 13) % 60) / 100,
    sqnr: 38 - place * 0.6,
    zeros: ((place * 17) % 70) / 100,
    saturated: (place % 4) * 0.0007,
    ...given,
  };
}

export function golden(layers: readonly LayerReport[], given: Partial<InferReport> = {}) {
  const cycles = layers.reduce((sum, layer) => sum + layer.cycles, 0);
  const report: InferReport = {
    model: { file: 'digits.onnx', hash: 'ab'.repeat(32) },
    on: 'golden',
    n: 45,
    accuracy: 41 / 45,
    floatAccuracy: 42 / 45,
    agreement: 43 / 45,
    sqnr: 31.234,
    array: { name: 'lpa', rows: 8, cols: 8, lanes: 4, config: CONFIG },
    layers,
    cycles,
    macs: layers.reduce((sum, layer) => sum + layer.macs, 0),
    utilisation: 0.4321,
    mismatches: 0,
    firstMismatch: null,
    seconds: { float: 0.12, plan: 1.25, array: 2.5 },
    ...given,
  };
  return report;
}

/** As above, with every layer simulated; `given` may make it wrong. */
export function rtl(layers: readonly LayerReport[], given: Partial<InferReport> = {}): InferReport {
  const simulated = layers.map((layer) => ({
    ...layer,
    simulated: layer.simulated ?? { cycles: layer.cycles, beats: layer.beats },
  }));
  return golden(simulated, { on: 'rtl', ...given });
}

export const FLOAT: InferReport = {
  model: { file: 'digits.onnx', hash: 'ab'.repeat(32) },
  on: 'float',
  n: 45,
  accuracy: 42 / 45,
  floatAccuracy: 42 / 45,
  agreement: 1,
  sqnr: null,
  layers: [],
  cycles: 0,
  macs: 0,
  utilisation: 0,
  mismatches: 0,
  firstMismatch: null,
  seconds: { float: 0.12 },
};

export function layersUpTo(count: number): LayerReport[] {
  return Array.from({ length: count }, (_, place) => layerReport(place));
}

/** Names as no honest exporter writes them. */
export const MALICIOUS = [
  '</script><img src=x onerror="document.title=1">',
  '"><svg onload=alert(1)>',
  "'); alert(1); ('",
  '{{constructor}} {{{style}}} {{{{raw}}}}',
  '</text></svg><script>document.title=1</script>',
  '\u001b[2J\u202egnp.evil\nnext line\u0000',
] as const;
