import type { InferReport } from '../infer/report.ts';
import { cyclesChart, modesChart, sqnrChart, wordsCharts } from './infer-charts.ts';
import { inferView } from './infer-view.ts';
import { renderPage } from './page.ts';
import { svgChart } from './svg-chart.ts';

/** One HTML page with everything in it: it asks for no other file and runs no script. */
export async function inferHtml(report: InferReport): Promise<string> {
  return renderPage('infer', { ...inferView(report), charts: await chartsOf(report) });
}

/** The charts as SVG; null where no layer ran on an array. */
export async function chartsOf(report: InferReport) {
  const { layers } = report;
  if (layers.length === 0) return null;
  const specs = [cyclesChart(layers), sqnrChart(layers), modesChart(report)];
  const [cycles = '', sqnr = '', modes = ''] = await Promise.all(specs.map(svgChart));
  const words = await Promise.all(wordsCharts(layers).map(svgChart));
  return { cycles, sqnr, words, modes };
}
