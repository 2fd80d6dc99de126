import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Opens a page from a file at a width; what it says and asks for beside itself is in `said`. */
export async function openPage(
  browser: Browser,
  html: string,
  width: number,
): Promise<{ page: Page; said: string[] }> {
  const directory = mkdtempSync(join(tmpdir(), 'logposit-page-'));
  const file = join(directory, 'report.html');
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('dialog', (dialog) => said.push(dialog.message()));
  page.on('request', (request) => said.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  page.on('close', () => rmSync(directory, { recursive: true }));
  expect(said.shift()).toBe(url);
  return { page, said };
}

/** Nothing asked for, nothing wider than the screen, every text of a chart within it, every chart described. */
export async function expectWholePage(page: Page, said: readonly string[], width: number) {
  expect(said).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  expect(await page.evaluate(CUT_OFF)).toEqual([]);
  expect(await page.locator('figure [role=img]:not([aria-label])').count()).toBe(0);
  for (const chart of await page.locator('figure svg').all()) {
    const box = await chart.boundingBox();
    expect(box?.width).toBeGreaterThan(width / 12);
    expect(box?.height).toBeGreaterThan(20);
    expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width);
  }
}

/** Texts of charts that leave their chart, and of tiles that leave their tile. */
const CUT_OFF = `[
  ...[...document.querySelectorAll('figure svg text')].filter((text) => {
    const [own, all] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
    return own.left < all.left - 0.5 || own.right > all.right + 0.5;
  }),
  ...[...document.querySelectorAll('.tiles dd')].filter((one) => one.scrollWidth > one.clientWidth),
].map((one) => one.textContent)`;
