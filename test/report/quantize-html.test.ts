import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordValues } from '../../golden/fast/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { renderPage } from '../../report/page.ts';
import { MOST_HISTOGRAMS, weightHistogram } from '../../report/quantize/weight-histogram.ts';
import { quantizePage } from '../../report/quantize-html.ts';
import type { QuantizeReport } from '../../search/report.ts';
import { createGaussian } from '../../sim/gaussian.ts';
import { createRandom } from '../../sim/random.ts';
import { packageRoot } from '../../system/package-root.ts';
import { mergeShapes, shapeOf, usedPaths } from '../generator/template-paths.ts';
import { chromiumAbsent, launchChromium } from '../support/chromium.ts';
import { expectWholePage, openPage } from '../support/open-page.ts';
import { MALICIOUS } from './infer-reports.ts';
import { quantizedLayer, quantizeReportOf } from './quantize-reports.ts';

const layersUpTo = (count: number) => Array.from({ length: count }, (_, n) => quantizedLayer(n));

const REPORTS: Readonly<Record<string, QuantizeReport>> = {
  'one layer, no iterations': quantizeReportOf(layersUpTo(1), { history: [0.1], budget: null }),
  'seven layers': quantizeReportOf(layersUpTo(7)),
  '40 layers, interrupted': quantizeReportOf(layersUpTo(40), { isPartial: true, sqnr: null }),
  'malicious names': quantizeReportOf(
    MALICIOUS.map((name, place) => quantizedLayer(place, { name })),
    { model: { file: MALICIOUS[0], hash: MALICIOUS[1] } },
  ),
};

/** Normal weights under the words of the layer's format. */
function histograms({ layers }: QuantizeReport) {
  const normal = createGaussian(createRandom(1, 'weights'));
  return layers.slice(0, MOST_HISTOGRAMS).map(({ parameters, choice: { bits: n, es, rs } }) => {
    const words = [...wordValues(lpFormat({ n, es, rs }))].filter((value) => !Number.isNaN(value));
    return weightHistogram(Float64Array.from({ length: parameters }, normal), words);
  });
}

const pages = new Map<string, ReturnType<typeof quantizePage>>();

function pageOf(name: string) {
  const report = REPORTS[name] as QuantizeReport;
  const page = pages.get(name) ?? quantizePage(report, histograms(report));
  pages.set(name, page);
  return page;
}

async function htmlOf(name: string): Promise<string> {
  return renderPage('quantize', await pageOf(name));
}

test('columns hold every weight once; words beyond them are counted', () => {
  const found = weightHistogram(Float64Array.of(-2, -0.1, 0, 0, 0.1, 1.9, 2), [-4, -1, 0, 1, 4], 5);
  expect(found).toEqual({ reach: 2, counts: [1, 0, 4, 0, 2], words: [-1, 0, 1], beyond: 2 });
  expect(weightHistogram(new Float64Array(3), [-1, 0, 1], 3).counts).toEqual([0, 3, 0]);
});

test('every path of the page exists in its view, every field of the view is used', async () => {
  const views = await Promise.all(Object.keys(REPORTS).map(pageOf));
  const template = readFileSync(join(packageRoot, 'report/quantize.html.hbs'), 'utf8');
  const shape = views.map((view) => shapeOf({ ...view, style: '' })).reduce(mergeShapes);
  expect(usedPaths(template, shape, () => '')).toEqual({ unknown: [], unused: [] });
});

test('the page is small, with neither script nor address', async () => {
  const html = await htmlOf('40 layers, interrupted');
  expect(html.length).toBeLessThan(400_000);
  expect(await htmlOf('malicious names')).not.toMatch(/<script|<img|<link|<iframe|url\(/i);
});

describe.skipIf(chromiumAbsent !== '')(`in a browser${chromiumAbsent}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  const cases = [
    { name: 'one layer, no iterations', width: 1280 },
    { name: 'seven layers', width: 420 },
    { name: '40 layers, interrupted', width: 1280 },
    { name: '40 layers, interrupted', width: 420 },
    { name: 'malicious names', width: 420 },
  ];
  test.each(cases)('$name at $width pixels: quiet, whole, in sight', async ({ name, width }) => {
    const { page, said } = await openPage(browser, await htmlOf(name), width);
    await expectWholePage(page, said, width);
    const { layers, history } = REPORTS[name] as QuantizeReport;
    expect(await page.locator('#layers tbody tr').count()).toBe(layers.length);
    const drawn = Math.min(layers.length, MOST_HISTOGRAMS);
    expect(await page.locator('.weights svg').count()).toBe(drawn);
    const charts = drawn + (history.length > 1 ? 3 : 2);
    expect(await page.locator('figure svg').count()).toBe(charts);
    await page.close();
  });
});
