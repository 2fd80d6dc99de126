import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPage } from '../../report/page.ts';
import { paintFor } from '../../report/paint.ts';
import { studyFigures } from '../../report/study/figures.ts';
import { meanHistory } from '../../report/study/histories.ts';
import { studyPage } from '../../report/study-html.ts';
import { studyLines } from '../../report/study-text.ts';
import type { StudyReport } from '../../study/report.ts';
import { packageRoot } from '../../system/package-root.ts';
import { mergeShapes, shapeOf, usedPaths } from '../generator/template-paths.ts';
import { chromiumAbsent, launchChromium } from '../support/chromium.ts';
import { expectWholePage, openPage } from '../support/open-page.ts';
import { MALICIOUS } from './infer-reports.ts';
import { failedRow, fullRows, studyReportOf, studyRow } from './study-reports.ts';

const [BAD = ''] = MALICIOUS;

const REPORTS: Readonly<Record<string, StudyReport>> = {
  'a single run': studyReportOf([studyRow({})]),
  'all that varies': studyReportOf([...fullRows(), failedRow('sums do not fit')]),
  'no labels, malicious names': studyReportOf(
    [...fullRows(BAD, false).slice(0, 20), { ...failedRow(BAD), network: BAD }],
    [{ name: BAD, model: { file: BAD, hash: BAD }, floatAccuracy: null }],
  ),
};

const pages = new Map<string, ReturnType<typeof studyPage>>();

function pageOf(name: string) {
  const page = pages.get(name) ?? studyPage(REPORTS[name] as StudyReport);
  pages.set(name, page);
  return page;
}

async function htmlOf(name: string): Promise<string> {
  return renderPage('study', await pageOf(name));
}

test('every path of the page exists in its view, every field of the view is used', async () => {
  const views = await Promise.all(Object.keys(REPORTS).map(pageOf));
  const template = readFileSync(join(packageRoot, 'report/study.html.hbs'), 'utf8');
  const shape = views.map((view) => shapeOf({ ...view, style: '' })).reduce(mergeShapes);
  expect(usedPaths(template, shape, () => '')).toEqual({ unknown: [], unused: [] });
});

test('only charts that have data are drawn', () => {
  const titles = (report: StudyReport) => studyFigures(report, 'vit').map(({ title }) => title);
  expect(titles(studyReportOf([studyRow({ chooser: 'error' })]))).toEqual([]);
  expect(titles(studyReportOf([studyRow({})]))).toEqual(['Search for kl']);
  const bits = [3, 4].map((limit) => studyRow({ chooser: 'error', bits: limit }));
  expect(titles(studyReportOf(bits))).toEqual(['Accuracy and bits']);
  const seeds = [1, 2].map((seed) => studyRow({ chooser: 'lpq', seed }));
  expect(titles(studyReportOf(seeds))).toEqual(['Search for kl', 'Spread over seeds']);
  const tiles = [null, 16].map((tileBits) => studyRow({ chooser: 'error', tileBits }));
  expect(titles(studyReportOf(tiles))).toEqual(['Accuracy and P_I']);
});

test('without awareness a plan has the sums of any weights', () => {
  const rows = [null, 16].map((tileBits) => studyRow({ chooser: 'error', tileBits }));
  const [figure] = studyFigures(studyReportOf(rows), 'vit');
  expect(figure?.legend.map(({ name, look }) => [name, look])).toEqual([
    ['error, with awareness', 'full'],
    ['error, for any weights', 'single'],
  ]);
});

test('a search that ended earlier keeps its last score', () => {
  expect(
    meanHistory([
      [4, 2],
      [2, 1, 0],
    ]),
  ).toEqual([
    { x: 0, y: 3, least: 2, most: 4 },
    { x: 1, y: 1.5, least: 1, most: 2 },
    { x: 2, y: 1, least: 0, most: 2 },
  ]);
});

test('the text has a line for each run, means where there are seeds, and what came to no plan', () => {
  const lines = studyLines(REPORTS['all that varies'] as StudyReport, paintFor({ isTTY: false }));
  expect(lines.filter((line) => /^exact /.test(line))).toHaveLength(36);
  expect(lines.filter((line) => /\d ± \d/.test(line))).toHaveLength(36);
  expect(
    lines.some((line) => line.startsWith('no plan: exact') && line.endsWith('sums do not fit')),
  ).toBe(true);
});

describe.skipIf(chromiumAbsent !== '')(`in a browser${chromiumAbsent}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  const cases = [
    { name: 'a single run', width: 1280 },
    { name: 'all that varies', width: 1280 },
    { name: 'all that varies', width: 420 },
    { name: 'no labels, malicious names', width: 420 },
  ];
  test.each(cases)('$name at $width pixels: quiet, whole, in sight', async ({ name, width }) => {
    const report = REPORTS[name] as StudyReport;
    const { page, said } = await openPage(browser, await htmlOf(name), width);
    await page.locator('details summary').first().click();
    await expectWholePage(page, said, width);
    const finished = report.rows.filter(({ state }) => state === 'finished').length;
    expect(await page.locator('table.runs tbody tr').count()).toBe(finished);
    expect(await page.locator('table.failed tbody tr').count()).toBe(report.rows.length - finished);
    const figures = studyFigures(report, report.networks[0]?.name ?? '');
    expect(await page.locator('figure svg').count()).toBe(figures.length);
    expect(await page.locator('script, img, link, iframe').count()).toBe(0);
    await page.close();
  });
});
