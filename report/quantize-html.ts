import type { QuantizeResult } from '../search/quantize-network.ts';
import type { QuantizeReport } from '../search/report.ts';
import { renderPage } from './page.ts';
import { bitsChart, historyChart, weightChart } from './quantize/charts.ts';
import { layerSqnrChart } from './quantize/sqnr-chart.ts';
import { quantizeView } from './quantize/view.ts';
import { type WeightHistogram, weightHistograms } from './quantize/weight-histogram.ts';
import { svgChart } from './svg-chart.ts';

/** One HTML page with everything in it: it asks for no other file and runs no script. */
export async function quantizeHtml(
  report: QuantizeReport,
  result: QuantizeResult,
): Promise<string> {
  return renderPage('quantize', await quantizePage(report, weightHistograms(result)));
}

/** Texts and charts of the page; histograms are those of the first layers. */
export async function quantizePage(report: QuantizeReport, histograms: readonly WeightHistogram[]) {
  const { weights, ...view } = quantizeView(report, histograms);
  const history = historyChart(report);
  const [bits, sqnr, ...drawn] = await Promise.all([
    svgChart(bitsChart(report.layers, report.averageBits)),
    svgChart(layerSqnrChart(report.layers)),
    ...histograms.map((histogram) => svgChart(weightChart(histogram))),
  ]);
  return {
    ...view,
    charts: { bits, sqnr, history: history === null ? '' : await svgChart(history) },
    weights: weights.map((each, place) => ({ ...each, chart: drawn[place] ?? '' })),
  };
}
