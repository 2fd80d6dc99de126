import type { StudyReport } from '../study/report.ts';
import { renderPage } from './page.ts';
import { studyFigures } from './study/figures.ts';
import { studyView } from './study/view.ts';
import { svgChart } from './svg-chart.ts';

/** One HTML page with everything in it: it asks for no other file and runs no script. */
export async function studyHtml(report: StudyReport): Promise<string> {
  return renderPage('study', await studyPage(report));
}

/** Texts and charts of the page, network by network. */
export async function studyPage(report: StudyReport) {
  const view = studyView(report);
  const networks = view.networks.map(async (network, index) => {
    const figures = studyFigures(report, report.networks[index]?.name ?? '');
    return {
      ...network,
      figures: await Promise.all(
        figures.map(async ({ spec, ...texts }) => ({ ...texts, chart: await svgChart(spec) })),
      ),
    };
  });
  return { ...view, networks: await Promise.all(networks) };
}
