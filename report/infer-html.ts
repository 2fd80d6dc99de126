import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferReport } from '../infer/report.ts';
import { packageRoot } from '../system/package-root.ts';
import { cyclesChart, modesChart, sqnrChart, wordsCharts } from './infer-charts.ts';
import { inferView } from './infer-view.ts';
import { svgChart } from './svg-chart.ts';

/** One HTML page with everything in it: it asks for no other file and runs no script. */
export async function inferHtml(report: InferReport): Promise<string> {
  const [{ default: handlebars }, template, style, charts] = await Promise.all([
    import('handlebars'),
    readFile(join(packageRoot, 'report/infer.html.hbs'), 'utf8'),
    readFile(join(packageRoot, 'report/infer.css'), 'utf8'),
    chartsOf(report),
  ]);
  const page = handlebars.compile(template, { strict: true, knownHelpersOnly: true });
  return page({ ...inferView(report), style, charts });
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
