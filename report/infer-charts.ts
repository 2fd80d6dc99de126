import type { TopLevelSpec } from 'vega-lite';
import type { InferReport, LayerReport } from '../infer/report.ts';
import { type Bar, barChart, LABEL_LETTERS } from './bar-chart.ts';
import { compact, percent } from './figures.ts';
import { shortName, type Work, workByMode } from './infer-summary.ts';
import { COLOUR } from './svg-chart.ts';

/** Bars of cycles; the darker part is the share in which the PEs had work that counts. */
export function cyclesChart(layers: readonly LayerReport[]): TopLevelSpec {
  const bars = barsOf(layers, ({ cycles, utilisation }) => ({
    value: cycles,
    inner: cycles * utilisation,
    text: `${compact(cycles)}, ${percent(utilisation, 0)}`,
  }));
  return barChart(bars, { letters: 11, colour: COLOUR.soft });
}

export function sqnrChart(layers: readonly LayerReport[]): TopLevelSpec {
  const bars = barsOf(layers, ({ sqnr }) => ({
    value: sqnr ?? 0,
    text: sqnr === null ? 'equal' : `${sqnr.toFixed(1)} dB`,
  }));
  return barChart(bars, { letters: 8, colour: COLOUR.bar });
}

/** Zeros and, on a scale of their own because they are few, saturated words: for side by side. */
export function wordsCharts(layers: readonly LayerReport[]): [TopLevelSpec, TopLevelSpec] {
  const zeros = barsOf(layers, ({ zeros: value }) => ({ value, text: percent(value) }));
  const saturated = barsOf(layers, ({ saturated: value }) => ({ value, text: percent(value, 2) }));
  const style = { letters: 7, colour: COLOUR.bar };
  return [
    barChart(zeros, { ...style, width: 250, most: 1 }),
    barChart(saturated, {
      ...style,
      width: 130,
      colour: COLOUR.warm,
      most: FEW_SATURATED,
      labels: false,
    }),
  ];
}

/** Fewer saturated words than this look as few as they are. */
const FEW_SATURATED = 0.01;

/** MACs and cycles of the layers of each mode, as shares of all. */
export function modesChart({ layers, macs, cycles }: InferReport): TopLevelSpec {
  const share = (part: number, all: number) => {
    const value = part / Math.max(1, all);
    return { value, text: `${percent(value)}, ${compact(part)}` };
  };
  const bars = ({ mode, ...work }: Work) => {
    const done = share(work.macs, macs);
    return [
      { label: `${mode} bits, MACs`, ...done, inner: done.value },
      { label: `${mode} bits, cycles`, ...share(work.cycles, cycles) },
    ];
  };
  return barChart(workByMode(layers).flatMap(bars), { letters: 14, colour: COLOUR.soft, most: 1 });
}

/** Numbered like the rows of the tables, so that no two labels are alike. */
function barsOf(
  layers: readonly LayerReport[],
  bar: (layer: LayerReport) => Omit<Bar, 'label'>,
): Bar[] {
  return layers.map((layer, index) => {
    const place = `${index + 1} `;
    return { label: place + shortName(layer, LABEL_LETTERS - place.length), ...bar(layer) };
  });
}
