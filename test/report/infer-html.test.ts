import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InferReport } from '../../infer/report.ts';
import { chartsOf, inferHtml } from '../../report/infer-html.ts';
import { inferView } from '../../report/infer-view.ts';
import { packageRoot } from '../../system/package-root.ts';
import { mergeShapes, shapeOf, usedPaths } from '../generator/template-paths.ts';
import { chromiumAbsent, launchChromium } from '../support/chromium.ts';
import { FLOAT, golden, layerReport, layersUpTo, MALICIOUS, rtl } from './infer-reports.ts';

const wrong = layerReport(1, { simulated: { cycles: 1, beats: layerReport(1).beats } });
const narrow = { tile: 23, sum: 24, arrayTile: 22, arraySum: 30 };
const malicious = MALICIOUS.map((name, place) => layerReport(place, { name, mapping: name }));

const REPORTS: Readonly<Record<string, InferReport>> = {
  float: FLOAT,
  'golden, one layer': golden(layersUpTo(1)),
  'golden, 40 layers, no labels': golden(layersUpTo(40), { accuracy: null, floatAccuracy: null }),
  'rtl, pass': rtl(layersUpTo(5), { outputs: 'answers.npy' }),
  'rtl, mismatch': rtl([layerReport(0, { sqnr: null }), wrong], { mismatches: 2 }),
  'too narrow, large': golden(
    layersUpTo(2).map((layer) => ({ ...layer, widths: narrow, macs: 1e12, sqnr: -3 })),
    { macs: 2e12, cycles: 123_456_789 },
  ),
  'long names': golden(layersUpTo(3).map((layer) => ({ ...layer, name: 'x/'.repeat(200) }))),
  'malicious names': golden(malicious, { model: { file: MALICIOUS[0], hash: MALICIOUS[1] } }),
};

test('every path of the page exists in its view, every field of the view is used', async () => {
  const views = Object.values(REPORTS).map(async (report) =>
    shapeOf({ ...inferView(report), style: '', charts: await chartsOf(report) }),
  );
  const template = readFileSync(join(packageRoot, 'report/infer.html.hbs'), 'utf8');
  const shape = (await Promise.all(views)).reduce(mergeShapes);
  expect(usedPaths(template, shape, () => '')).toEqual({ unknown: [], unused: [] });
});

test('the same report gives the same page, with neither script nor address', async () => {
  const [first, second] = [await inferHtml(FLOAT), await inferHtml(FLOAT)];
  expect(first).toBe(second);
  expect(await inferHtml(golden(malicious))).not.toMatch(/<script|<img|<link|<iframe|url\(/i);
});

describe.skipIf(chromiumAbsent !== '')(`in a browser${chromiumAbsent}`, () => {
  let browser: Browser;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'logposit-page-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Opens a page from a file; what it says and asks for is in `said`. */
  async function open(report: InferReport, width: number): Promise<{ page: Page; said: string[] }> {
    const file = join(directory, 'report.html');
    writeFileSync(file, await inferHtml(report));
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => said.push(dialog.message()));
    page.on('request', (request) => said.push(request.url()));
    const url = pathToFileURL(file).href;
    await page.goto(url);
    expect(said.shift()).toBe(url);
    return { page, said };
  }

  const cases = Object.entries(REPORTS).flatMap(([name, report]) =>
    [1280, 420].map((width) => ({ name, report, width })),
  );
  test.each(cases)('$name at $width pixels: quiet, whole, in sight', async ({ report, width }) => {
    const { page, said } = await open(report, width);
    expect(said).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate(CUT_OFF)).toEqual([]);
    const { length } = report.layers;
    expect(await page.locator('#layers tbody tr').count()).toBe(length);
    expect(await page.locator('#streams tbody tr').count()).toBe(length);
    const charts = await page.locator('figure svg').all();
    expect(charts).toHaveLength(length === 0 ? 0 : 5);
    for (const [index, chart] of charts.entries()) {
      const box = await chart.boundingBox();
      expect(box?.width).toBeGreaterThan(width / 12);
      // The last one has a bar for each mode, the others for each layer.
      expect(box?.height).toBeGreaterThan(12 * (index < 4 ? length : 1));
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width);
    }
    expect(await page.locator('figure [role=img]:not([aria-label])').count()).toBe(0);
    expect(await page.locator('table caption').count()).toBe(length === 0 ? 0 : 2);
    await page.close();
  });

  test('names from a model are texts and nothing else', async () => {
    const { page } = await open(golden(malicious), 1280);
    const names = await page.locator('#streams tbody th').allTextContents();
    const shown = MALICIOUS.map((name) => name.replace(/\p{C}/gu, '\ufffd'));
    expect(names).toEqual(shown);
    expect(await page.evaluate(STRANGERS)).toEqual([]);
    expect(await page.title()).toBe('digits.onnx: inference report');
    await page.close();
  });

  test.each(['light', 'dark'] as const)('texts and bars stand out: %s', async (colorScheme) => {
    const { page } = await open(REPORTS['rtl, mismatch'] ?? FLOAT, 1280);
    await page.emulateMedia({ colorScheme });
    const ratios = (await page.evaluate(CONTRASTS)) as Record<string, number>;
    for (const name of ['ink', 'muted', 'good', 'bad']) {
      expect(ratios[name], name).toBeGreaterThan(4.5);
    }
    for (const name of ['bar', 'warm']) expect(ratios[name], name).toBeGreaterThan(3);
    await page.close();
  });

  test('bars have the colours of the page', async () => {
    const { page } = await open(golden(layersUpTo(1)), 1280);
    const fill = "getComputedStyle(document.querySelector('figure svg .mark-rect path')).fill";
    const key = "getComputedStyle(document.querySelector('.key.soft')).backgroundColor";
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await page.evaluate(fill);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await page.evaluate(fill);
    expect(dark).toBe(await page.evaluate(key));
    expect(dark).not.toBe(light);
    await page.close();
  });

  test('light on paper, whatever the screen is', async () => {
    const { page } = await open(golden(layersUpTo(2)), 1280);
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    const background = 'getComputedStyle(document.body).backgroundColor';
    expect(await page.evaluate(background)).toBe('rgb(255, 255, 255)');
    await page.close();
  });
});

/** Texts of charts that leave their chart, and of tiles that leave their tile. */
const CUT_OFF = `[
  ...[...document.querySelectorAll('figure svg text')].filter((text) => {
    const [own, all] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
    return own.left < all.left - 0.5 || own.right > all.right + 0.5;
  }),
  ...[...document.querySelectorAll('.tiles dd')].filter((one) => one.scrollWidth > one.clientWidth),
].map((one) => one.textContent)`;

/** Elements and attributes that a page without scripts and pictures has no use for. */
const STRANGERS = `[...document.querySelectorAll('*')].flatMap((element) => [
  ...(/^(script|img|iframe|object|embed|link|base|form)$/i.test(element.tagName) ? [element.tagName] : []),
  ...element.getAttributeNames().filter((name) => name.startsWith('on') || name.endsWith('href')),
])`;

/** Contrast of each colour with the card behind it, by WCAG 2. */
const CONTRASTS = `(() => {
  const light = (name) => {
    const hex = getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (name) => {
    const [a, b] = [light(name), light('card')];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return Object.fromEntries(
    ['ink', 'muted', 'good', 'bad', 'bar', 'warm'].map((name) => [name, ratio(name)]),
  );
})()`;
