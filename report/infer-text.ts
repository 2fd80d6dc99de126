import { formatName, type LpParameters } from '../golden/format.ts';
import type { InferReport, LayerReport } from '../infer/report.ts';
import { count, percent, printable } from './figures.ts';
import {
  answersText,
  decibels,
  rtlVerdict,
  shortName,
  subjectText,
  tooWide,
  workByMode,
} from './infer-summary.ts';
import type { Paint } from './paint.ts';
import { headed } from './table.ts';

/** Letters of a layer's name: the tables stay within 80 columns. */
const NAME = 19;
/** Lines of what differs: the first ones tell what kind of fault it is. */
const SHOWN_DIFFERENCES = 6;

/** What each layer was computed in, what it took and how good it is; then the network as a whole. */
export function inferLines(report: InferReport, paint: Paint): string[] {
  const { layers, model } = report;
  return [
    `${paint.strong(printable(model.file))}: ${subjectText(report)}`,
    '',
    ...(layers.length === 0
      ? []
      : [...formatTable(layers, paint), '', ...workTable(layers, paint), '']),
    ...totalLines(report, paint),
    paint.strong(answersText(report)) + answersQuality(report),
    ...verdictLines(report, paint),
    ...endLines(report, paint),
  ];
}

function formatTable(layers: readonly LayerReport[], paint: Paint): string[] {
  const head = ['weights', 'activations', 'results', 'tile', 'sum'];
  const rows = layers.map((layer, index) => {
    const { weight, activation, output } = layer.formats;
    const { tile, sum, arrayTile, arraySum } = layer.widths;
    return [
      ...nameCells(layer, index),
      String(layer.mode),
      ...[weight, activation, output].map(shortFormat),
      `${tile}/${arrayTile}`,
      `${sum}/${arraySum}`,
    ];
  });
  return [
    ...headed([['  #', 'layer', 'bits', ...head], ...rows], [0, 2, 6, 7], paint),
    paint.dim('  tile, sum: bits that sums of a tile and over all tiles need / bits of the array'),
  ];
}

function workTable(layers: readonly LayerReport[], paint: Paint): string[] {
  const head = ['MACs', 'cycles', 'used', 'SQNR dB', 'zeros', 'saturated'];
  const rows = layers.map((layer, index) => [
    ...nameCells(layer, index),
    layer.macs.toLocaleString('en'),
    layer.cycles.toLocaleString('en'),
    percent(layer.utilisation),
    decibels(layer.sqnr),
    percent(layer.zeros),
    percent(layer.saturated, 2),
  ]);
  return headed([['  #', 'layer', ...head], ...rows], [0, 2, 3, 4, 5, 6, 7], paint);
}

function nameCells(layer: LayerReport, index: number): string[] {
  return [`  ${index + 1}`, shortName(layer, NAME)];
}

function shortFormat(format: LpParameters): string {
  return formatName({ ...format, sf: 0 });
}

function totalLines({ layers, macs, cycles, n, utilisation }: InferReport, paint: Paint): string[] {
  if (layers.length === 0) return [];
  const modes = workByMode(layers).map(
    (work) => `${percent(work.macs / Math.max(1, macs))} with ${count(work.mode, 'bit')}`,
  );
  const wide = tooWide(layers).map(({ name }) => printable(name));
  const each = Math.round(cycles / Math.max(1, n));
  return [
    `${count(layers.length, 'layer')}: ${count(macs, 'MAC')} in ${count(cycles, 'cycle')}, ` +
      `${each.toLocaleString('en')} an input`,
    `utilisation ${paint.strong(percent(utilisation))}, MACs by weights: ${modes.join(', ')}`,
    ...(wide.length === 0
      ? []
      : [paint.bad(`sums may overflow, the array is too narrow: ${wide.join(', ')}`)]),
  ];
}

function answersQuality({ on, sqnr }: InferReport): string {
  if (on === 'float') return '';
  return sqnr === null ? ', all numbers equal' : `, SQNR ${sqnr.toFixed(2)} dB`;
}

function verdictLines(report: InferReport, paint: Paint): string[] {
  const verdict = rtlVerdict(report);
  if (verdict === null) return [];
  const [first = '', ...others] = verdict.lines;
  const tone = verdict.state === 'pass' ? paint.good : paint.bad;
  const shown = others.slice(0, SHOWN_DIFFERENCES);
  const left = others.length - shown.length;
  return [
    `${tone(`RTL: ${verdict.state}`)}, ${first}`,
    ...shown.map((line) => `  ${line}`),
    ...(left === 0 ? [] : [`  and ${count(left, 'more difference')} (--json has all)`]),
  ];
}

function endLines({ outputs, seconds }: InferReport, paint: Paint): string[] {
  const stages = Object.entries(seconds).map(([stage, s]) => `${stage} ${s.toFixed(1)} s`);
  return [
    ...(outputs === undefined ? [] : [`answers: ${printable(outputs)}`]),
    ...(stages.length === 0 ? [] : [paint.dim(stages.join(', '))]),
  ];
}
