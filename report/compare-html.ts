import type { TopLevelSpec } from 'vega-lite';
import type { ComparedLibrary, CompareReport } from '../compare/report.ts';
import {
  HERO_SIZES,
  type HeroSize,
  heroChart,
  mixArea,
  mixEnergy,
  widthCharts,
} from './compare/charts.ts';
import { claimChart } from './compare/claim-chart.ts';
import { paperChart } from './compare/paper-chart.ts';
import {
  energyStreams,
  mixesIn,
  mixStreams,
  rowsOfWidth,
  sqnrStreams,
  widthsOf,
} from './compare/rows.ts';
import { printableReport } from './compare/summary.ts';
import { compareView } from './compare/view.ts';
import { renderPage } from './page.ts';
import { svgChart } from './svg-chart.ts';

/** One HTML page with everything in it: it asks for no other file and runs no script. */
export async function compareHtml(given: CompareReport): Promise<string> {
  return renderPage('compare', await comparePage(printableReport(given)));
}

/** Texts and charts of the page, panel by panel. */
export async function comparePage(report: CompareReport) {
  const view = compareView(report);
  const { claims, libraries } = report;
  const charts = await Promise.all(libraries.map((library) => panelCharts(report, library)));
  return {
    ...view,
    claims: view.claims && { ...view.claims, chart: await svgChart(claimChart(claims)) },
    panels: view.panels.map((panel, index) => {
      const own = charts[index];
      return {
        ...panel,
        hero: own?.hero ?? null,
        widths: panel.widths.map((width, place) => ({
          ...width,
          charts: own?.widths[place] ?? null,
        })),
        mixes: panel.mixes.map((mix, place) => ({ ...mix, charts: own?.mixes[place] ?? null })),
        paper: panel.paper && { ...panel.paper, chart: own?.paper ?? '' },
      };
    }),
  };
}

async function panelCharts(report: CompareReport, { name, areaUnit: unit }: ComparedLibrary) {
  const [stream = ''] = sqnrStreams(report);
  const [energy = ''] = energyStreams(report);
  const heroes = Object.keys(HERO_SIZES).map(async (key) => {
    const size = key as HeroSize;
    return [size, await drawn(heroChart(report, name, { stream, unit, size }))] as const;
  });
  const hero = Object.fromEntries(await Promise.all(heroes));
  const widths = widthsOf(report).map(async (bits) => {
    const rows = rowsOfWidth(report, name, bits);
    if (rows.length === 0) return null;
    const specs = widthCharts(rows, { sqnr: stream, energy, unit });
    return {
      scatter: await drawn(specs.scatter),
      area: await drawn(specs.area),
      energy: await drawn(specs.energy),
    };
  });
  const mixes = mixesIn(report, name).map(async (rows) => {
    const [main = ''] = mixStreams(rows);
    return {
      area: await drawn(mixArea(report, rows, stream)),
      energy: await drawn(mixEnergy(report, rows, main)),
    };
  });
  const paper = report.paper.filter(({ library }) => library === name);
  return {
    hero: hero.wide === '' ? null : { wide: hero.wide, middle: hero.middle, narrow: hero.narrow },
    widths: await Promise.all(widths),
    mixes: await Promise.all(mixes),
    paper: paper.length === 0 ? '' : await svgChart(paperChart(paper)),
  };
}

async function drawn(spec: TopLevelSpec | null): Promise<string> {
  return spec === null ? '' : svgChart(spec);
}
