import { formatName } from '../../golden/format.ts';
import type { PlannedFormat } from '../../quantize/plan.ts';
import type { QuantizedLayer, QuantizeReport } from '../../search/report.ts';
import { count, elided, percent, printable } from '../figures.ts';
import { decibels, shortName } from '../infer-summary.ts';
import { quantizeTiles } from './tiles.ts';
import type { WeightHistogram } from './weight-histogram.ts';

const NAME = 34;

/** What report/quantize.html.hbs shows, as texts; it escapes all of them. */
export function quantizeView(report: QuantizeReport, histograms: readonly WeightHistogram[]) {
  const { model, layers, chooser, objective, inputs, isPartial, seconds, evaluations } = report;
  const untold = layers.length - histograms.length;
  return {
    title: printable(model.file),
    subject: `words chosen by ${chooser} for ${objective}, on ${count(inputs, 'calibration input')}`,
    partial: isPartial ? 'The search was interrupted: this is the best that it had found.' : '',
    tiles: quantizeTiles(report),
    average: report.averageBits.toFixed(2),
    table: { rows: layers.map(rowView), total: totalView(layers) },
    weights: histograms.map((histogram, place) =>
      weightsView(layers[place] as QuantizedLayer, place, histogram),
    ),
    untold:
      untold > 0 && histograms.length > 0 ? `${count(untold, 'further layer')} not drawn` : '',
    options: optionLines(report),
    hash: model.hash,
    effort: `${count(evaluations, 'candidate')} measured in ${seconds.toFixed(1)} s`,
  };
}

function rowView(layer: QuantizedLayer, place: number) {
  const { formats, widths, agnostic, choice } = layer;
  return {
    place: String(place + 1),
    name: printable(layer.name),
    operator: layer.operator,
    parameters: layer.parameters.toLocaleString('en'),
    macs: layer.macs.toLocaleString('en'),
    bits: String(choice.bits),
    weight: formatView({ ...formats.weight, n: choice.bits }),
    activation: formatView(formats.activation),
    output: formatView(formats.output),
    tile: widths.tile.toString(),
    anyTile: agnostic.tile.toString(),
    sum: widths.sum.toString(),
    anySum: agnostic.sum.toString(),
    limited: layer.limited === 0 ? '–' : percent(layer.limited / layer.parameters),
    sqnr: decibels(layer.sqnr),
  };
}

/** sf is a real number that says little: it stands below the format, rounded. */
function formatView(format: PlannedFormat) {
  return { name: formatName({ ...format, sf: 0 }), sf: `sf ${Number(format.sf.toFixed(2))}` };
}

function totalView(layers: readonly QuantizedLayer[]) {
  const sum = (of: (layer: QuantizedLayer) => number) =>
    layers.reduce((all, layer) => all + of(layer), 0).toLocaleString('en');
  return {
    layers: count(layers.length, 'layer'),
    parameters: sum(({ parameters }) => parameters),
    macs: sum(({ macs }) => macs),
  };
}

function weightsView(layer: QuantizedLayer, place: number, { words, beyond }: WeightHistogram) {
  const { bits, es, rs } = layer.choice;
  const format = formatName({ n: bits, es, rs, sf: 0 });
  return {
    name: elided(`${place + 1} ${shortName(layer, NAME)}`, NAME),
    about: `${format}: ${count(words.length, 'word')}${beyond === 0 ? '' : `, ${beyond} more beyond`}`,
  };
}

function optionLines({ words, objectiveOptions, seed, budget }: QuantizeReport): string {
  const said = { bits: budget ?? 'any', seed, ...objectiveOptions, ...words };
  return Object.entries(said)
    .map(([name, value]) => `${name} ${value ?? "the array's"}`)
    .join(', ');
}
