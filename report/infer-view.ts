import { formatName, type LpParameters } from '../golden/format.ts';
import type { InferReport, LayerReport } from '../infer/report.ts';
import { count, percent, printable } from './figures.ts';
import { decibels, rtlVerdict, subjectText, timingLines, tooWide } from './infer-summary.ts';
import { tilesOf } from './infer-tiles.ts';

/** What report/infer.html.hbs shows, as texts; it escapes all of them. */
export function inferView(report: InferReport) {
  const { model, layers, outputs, seconds, on } = report;
  const stages = Object.entries(seconds).map(([stage, s]) => `${stage} ${s.toFixed(1)} s`);
  return {
    title: printable(model.file),
    subject: subjectText(report),
    verdict: verdictView(report),
    narrow: narrowText(layers),
    tiles: tilesOf(report),
    table: layers.length === 0 ? null : { rows: layers.map(rowView), total: totalView(report) },
    simulated: on === 'rtl',
    hash: model.hash,
    outputs: outputs === undefined ? '' : printable(outputs),
    seconds: stages.join(', '),
  };
}

function verdictView(report: InferReport) {
  const verdict = rtlVerdict(report);
  if (verdict === null) return null;
  const { state, lines } = verdict;
  const [tone, mark] = state === 'pass' ? ['good', '✓'] : ['bad', '✗'];
  return { tone, word: `${mark} RTL: ${state}`, lines };
}

function narrowText(layers: readonly LayerReport[]): string {
  const names = tooWide(layers).map(({ name }) => printable(name));
  return names.length === 0
    ? ''
    : `Sums may overflow, the array is too narrow: ${names.join(', ')}`;
}

function rowView(layer: LayerReport, index: number) {
  const { weight, activation, output } = layer.formats;
  const { tile, sum, arrayTile, arraySum } = layer.widths;
  const differences = timingLines(layer);
  return {
    place: String(index + 1),
    name: printable(layer.name),
    about: `${layer.operator}, ${printable(layer.mapping)}`,
    mode: String(layer.mode),
    weight: formatView(weight),
    activation: formatView(activation),
    output: formatView(output),
    tile: `${tile} of ${arrayTile}`,
    sum: `${sum} of ${arraySum}`,
    narrow: tooWide([layer]).length > 0,
    ...workView(layer),
    sqnr: decibels(layer.sqnr),
    zeros: percent(layer.zeros),
    saturated: percent(layer.saturated, 2),
    beats: [
      layer.beats.channels,
      layer.beats.weights,
      layer.beats.activations,
      layer.beats.results,
    ].map((beats) => beats.toLocaleString('en')),
    agrees: layer.simulated === null ? 'not simulated' : differences.join('; ') || 'equal',
    differs: differences.length > 0,
  };
}

/** sf is a real number that says little: it stands below the format, rounded. */
function formatView(format: LpParameters) {
  const sf = Number(format.sf.toFixed(2));
  return { name: formatName({ ...format, sf: 0 }), sf: `sf ${sf}` };
}

function workView({
  macs,
  cycles,
  utilisation,
}: Pick<InferReport, 'macs' | 'cycles' | 'utilisation'>) {
  return {
    macs: macs.toLocaleString('en'),
    cycles: cycles.toLocaleString('en'),
    used: percent(utilisation),
  };
}

function totalView(report: InferReport) {
  return { layers: count(report.layers.length, 'layer'), ...workView(report) };
}
