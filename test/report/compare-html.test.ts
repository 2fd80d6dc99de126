import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Claim, CompareReport } from '../../compare/report.ts';
import { claimChart } from '../../report/compare/claim-chart.ts';
import { compareHtml, comparePage } from '../../report/compare-html.ts';
import { packageRoot } from '../../system/package-root.ts';
import { mergeShapes, shapeOf, usedPaths } from '../generator/template-paths.ts';
import { chromiumAbsent, launchChromium } from '../support/chromium.ts';
import { compareReport, planReport, sweepReport } from '../support/compare-report.ts';
import { MALICIOUS } from './infer-reports.ts';

const FULL = compareReport();
const SWEEP = sweepReport();
const PLANNED = plannedReport();
const SMALL = smallReport(sweepReport(1));
const HOSTILE = hostileReport(sweepReport(MALICIOUS.length));

/** One library, the plans as its only mixes. */
function plannedReport(): CompareReport {
  const { libraries, mixes, plans, ...report } = planReport();
  const [library] = libraries;
  const own = <T extends { readonly library: string }>(rows: readonly T[]) =>
    rows.filter((row) => row.library === library?.name);
  const planned = new Set(plans.map(({ plan }) => plan));
  return {
    ...report,
    libraries: libraries.slice(0, 1),
    mixes: own(mixes).filter(({ mix }) => planned.has(mix)),
    plans: own(plans),
    claims: [],
    paper: [],
  };
}

/** Nothing reaches the clock, nothing else was measured. */
function smallReport(report: CompareReport): CompareReport {
  const designs = report.designs.map((design) => ({
    ...design,
    figures: design.figures.map((figures) => ({ ...figures, points: [], energy: [] })),
  }));
  return { ...report, designs, seconds: {} };
}

function hostileReport(report: CompareReport): CompareReport {
  const [name = ''] = MALICIOUS;
  const designs = report.designs.map((design, index) => ({
    ...design,
    id: MALICIOUS[index] ?? '',
    label: MALICIOUS[index] ?? '',
    figures: design.figures.map((figures) => ({ ...figures, library: name })),
  }));
  const libraries = report.libraries.map((library) => ({ ...library, name, file: name }));
  return { ...report, designs, libraries, clocks: { [name]: 6 } };
}

const built = new Map<CompareReport, Promise<string>>();

/** Made once: a page with all charts takes its time. */
function pageOf(report: CompareReport): Promise<string> {
  const page = built.get(report) ?? compareHtml(report);
  built.set(report, page);
  return page;
}

test('every path of the page exists in its view, every field of the view is used', async () => {
  const [library] = FULL.libraries;
  const short = compareReport({ libraries: library === undefined ? [] : [library] });
  const views = [short, SWEEP, SMALL, PLANNED].map(async (report) =>
    shapeOf({ ...(await comparePage(report)), style: '' }),
  );
  const template = readFileSync(join(packageRoot, 'report/compare.html.hbs'), 'utf8');
  const both = shapeOf({ choice: { libraries: [{ name: '', index: '', first: true }] } });
  const shape = [...(await Promise.all(views)), both].reduce(mergeShapes);
  expect(usedPaths(template, shape, () => '')).toEqual({ unknown: [], unused: [] });
});

test('the same report gives the same page, with neither script nor address', async () => {
  expect(await compareHtml(SWEEP)).toBe(await pageOf(SWEEP));
  expect(await pageOf(HOSTILE)).not.toMatch(/<script|<img|<link|<iframe|url\(/i);
});

test('claims: a whisker and a number only where noise was measured', async () => {
  const [one, ...others] = FULL.claims;
  if (one === undefined) throw new TypeError('no claim');
  const unknown = [{ ...one, noise: null, ratio: one.target }, ...others.slice(0, 2)];
  expect(whiskersOf(unknown)).toHaveLength(2);
  expect(whiskersOf(unknown.slice(0, 1))).toEqual([]);
  const { claims } = await comparePage({ ...SWEEP, claims: unknown.slice(0, 1) });
  expect(claims).toMatchObject({ banded: false, heads: [{ noise: '–' }] });
  expect(claims?.rows[0]?.cells[0]?.close).toBe(false);
});

/** What the chart draws from a low to a high end. */
function whiskersOf(claims: readonly Claim[]): unknown[] {
  const { layer } = claimChart(claims) as unknown as {
    layer: { data: { values: object[] } }[];
  };
  return layer.flatMap(({ data }) => data.values).filter((value) => 'low' in value);
}

describe.skipIf(chromiumAbsent !== '')(`in a browser${chromiumAbsent}`, () => {
  let browser: Browser;
  let directory: string;
  const pages = new Map<CompareReport, string>();

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'logposit-page-'));
    browser = await launchChromium();
    for (const report of [FULL, SWEEP, SMALL, PLANNED, HOSTILE]) {
      const file = join(directory, `${pages.size}.html`);
      writeFileSync(file, await pageOf(report));
      pages.set(report, pathToFileURL(file).href);
    }
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  type Scheme = 'light' | 'dark';

  /** Opens a page from a file; what it says and asks for is in `said`. */
  async function open(
    report: CompareReport,
    { width, colorScheme = 'light' }: { readonly width: number; readonly colorScheme?: Scheme },
  ): Promise<{ page: Page; said: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => said.push(dialog.message()));
    page.on('request', (request) => said.push(request.url()));
    const url = pages.get(report) ?? '';
    await page.goto(url);
    expect(said.shift()).toBe(url);
    return { page, said };
  }

  /** Charts in sight: claims; area against SQNR; three for each width; two for each mix; the paper's. */
  const CASES = [
    { name: 'full', report: FULL, width: 1280, colorScheme: 'light', charts: 1 + 1 + 9 + 6 + 1 },
    { name: 'full', report: FULL, width: 420, colorScheme: 'dark', charts: 1 + 1 + 9 + 6 + 1 },
    { name: 'sweep', report: SWEEP, width: 1280, colorScheme: 'dark', charts: 1 + 3 },
    { name: 'sweep', report: SWEEP, width: 900, colorScheme: 'light', charts: 1 + 3 },
    { name: 'plans', report: PLANNED, width: 1280, colorScheme: 'light', charts: 1 + 9 + 4 },
    { name: 'plans', report: PLANNED, width: 420, colorScheme: 'dark', charts: 1 + 9 + 4 },
    { name: 'small', report: SMALL, width: 420, colorScheme: 'light', charts: 0 },
    { name: 'hostile', report: HOSTILE, width: 420, colorScheme: 'light', charts: 1 + 3 },
  ] as const;

  test.each(CASES)(
    '$name at $width pixels, $colorScheme: quiet, whole, in sight',
    async ({ report, width, colorScheme, charts }) => {
      const { page, said } = await open(report, { width, colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
      expect(await page.evaluate(CUT_OFF)).toEqual([]);
      expect(await page.evaluate(COVERED)).toEqual([]);
      expect(await page.evaluate(WITHOUT_HEADERS)).toEqual([]);
      expect(await page.evaluate(SIZES)).toHaveLength(charts);
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
      expect(
        await page.locator('figure:not(:has(figcaption)), svg:not([role=img] svg)').count(),
      ).toBe(0);
      expect(
        await page.locator('[role=img]:not([aria-label]), [role=region]:not([aria-label])').count(),
      ).toBe(0);
      expect(said).toEqual([]);
      await page.close();
    },
  );

  test('one library at a time, all of them on paper', async () => {
    const { page } = await open(FULL, { width: 1280 });
    const shown = `[...document.querySelectorAll('.panel')]
      .map((panel) => getComputedStyle(panel).display !== 'none')`;
    expect(await page.evaluate(shown)).toEqual([true, false, false]);
    await page.getByRole('radio', { name: 'sg13g2_stdcell' }).check();
    expect(await page.evaluate(shown)).toEqual([false, false, true]);
    expect(await page.evaluate(COVERED)).toEqual([]);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(shown)).toEqual([true, true, true]);
    const background = 'getComputedStyle(document.body).backgroundColor';
    expect(await page.evaluate(background)).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  test('claims, missed ones too, and what was not reached', async () => {
    const { page } = await open(FULL, { width: 1280 });
    expect(await page.locator('h2').first().textContent()).toContain('16 of 27 targets met');
    const cells = await page.locator('#claims tbody td').allTextContents();
    expect(cells.filter((text) => text.includes('✓ met'))).toHaveLength(16);
    expect(cells.filter((text) => text.includes('✗ missed'))).toHaveLength(11);
    expect(cells.some((text) => text.includes('within noise'))).toBe(true);
    expect(cells.some((text) => text.includes('SQNR −10.8 dB'))).toBe(true);
    const panel = page.locator('.panel').first();
    expect(await panel.textContent()).toContain(
      'The clock is not reached by 19 posit(8,1) x posit(8,1); 20 posit 8/4/2 fused.',
    );
    const designs = panel.locator('table.all tbody');
    expect(await designs.count()).toBe(23);
    expect(await designs.nth(18).textContent()).toMatch(/posit\(8,1\)[\s\S]*–/);
    expect(await page.locator('footer').textContent()).toContain('Yosys 0.23');
    await page.close();
  });

  test("energy of the paper's arrays on one stream", async () => {
    const { page } = await open(FULL, { width: 1280 });
    const table = page.getByRole('table', { name: /^Energy of the same arrays/ }).first();
    expect(await table.locator('caption').textContent()).toContain('on relu operands, an estimate');
    const rows = await table.locator('tbody tr').allTextContents();
    expect(rows).toHaveLength(9 + 1);
    expect(rows[4]).toMatch(/BitFusion\s*4,128 \/ 5,254\s*3,174 \/ 4,039\s*4,056 \/ 5,162/);
    await page.close();
  });

  test('plans: a group of rows each', async () => {
    const { page } = await open(PLANNED, { width: 1280 });
    const groups = page.getByRole('table', { name: /^Networks by their plans/ }).locator('tbody');
    expect(await groups.count()).toBe(2);
    const rows = await groups.first().locator('tr').allTextContents();
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(
      /plan\.json2,656,768 MACs an input[\s\S]*plan: 4 LP<4,0,2>[\s\S]*2,604/,
    );
    expect(rows[2]).toMatch(/density and energy, ratio\s*1\.42\s*0\.81 \/ 0\.72/);
    await page.close();
  });

  test('names are texts and nothing else', async () => {
    const { page } = await open(HOSTILE, { width: 1280 });
    const names = await page.locator('table.all th.name').allTextContents();
    const shown = MALICIOUS.map((name) => name.replace(/\p{C}/gu, '\ufffd'));
    for (const [index, name] of shown.entries()) expect(names[index + 1]).toContain(name);
    expect(await page.evaluate(STRANGERS)).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('texts, points and bars stand out: %s', async (scheme) => {
    const { page } = await open(SMALL, { width: 1280, colorScheme: scheme });
    const ratios = (await page.evaluate(CONTRASTS)) as Record<string, number>;
    for (const name of TEXTS) expect(ratios[name], name).toBeGreaterThan(4.5);
    for (const name of FAMILY_NAMES) expect(ratios[name], name).toBeGreaterThan(3);
    await page.close();
  });
});

const TEXTS = ['ink', 'muted', 'good', 'bad', 'worse'];
const FAMILY_NAMES = ['lp', 'integer', 'float', 'posit', 'pot', 'adaptive'];

const IN_SIGHT = `const charts = [...document.querySelectorAll('figure svg')]
  .filter((chart) => chart.getBoundingClientRect().width > 0);
const box = (one) => one.getBoundingClientRect();`;

const SIZES = `(() => { ${IN_SIGHT} return charts.map((chart) => box(chart).width); })()`;

/** Charts that leave the screen, or whose texts cannot be read. */
const TOO_SMALL = `(() => { ${IN_SIGHT}
  return charts.filter((chart) => {
    const { left, right, width, height } = box(chart);
    const text = chart.querySelector('text');
    return left < 0 || right > innerWidth || width < 200 || height < 40 || box(text).height < 10;
  }).map((chart) => chart.outerHTML.slice(0, 80));
})()`;

/** Texts of charts that leave their chart. */
const CUT_OFF = `(() => { ${IN_SIGHT}
  return charts.flatMap((chart) => [...chart.querySelectorAll('text')].filter((text) => {
    const [own, all] = [box(text), box(chart)];
    return own.left < all.left - 0.5 || own.right > all.right + 0.5 ||
      own.top < all.top - 2 || own.bottom > all.bottom + 2;
  })).map((text) => text.textContent);
})()`;

/** Texts of charts that lie over others; a text and its rim are the same text. */
const COVERED = `(() => { ${IN_SIGHT}
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
    a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return charts.flatMap((chart) => {
    const texts = [...chart.querySelectorAll('text')]
      .filter((text) => text.textContent !== '' && !text.getAttribute('stroke'))
      .map((text) => ({ at: box(text), says: text.textContent }));
    return texts.flatMap(({ at, says }, index) =>
      texts.slice(index + 1).filter((other) => over(at, other.at)).map((other) => [says, other.says]));
  });
})()`;

/** Tables without a caption, with columns or rows that have no header. */
const WITHOUT_HEADERS = `[...document.querySelectorAll('table')].filter((table) =>
  table.caption === null ||
  table.querySelector('thead tr:last-child td') !== null ||
  table.querySelector('thead th:not([scope])') !== null ||
  [...table.querySelectorAll('tbody tr')].some((row) => row.querySelector('th[scope]') === null),
).map((table) => table.textContent.slice(0, 80))`;

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
  return Object.fromEntries(${JSON.stringify([...TEXTS, ...FAMILY_NAMES])}.map((name) => [name, ratio(name)]));
})()`;
