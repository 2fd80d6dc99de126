import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A browser to open pages with, as the system has it; undefined where there is none. */
export const chromiumPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((directory) => directory !== '')
  .flatMap((directory) => NAMES.map((name) => join(directory, name)))
  .find(isExecutable);

/** What a skipped test's title adds; '' where there is a browser. */
export const chromiumAbsent = chromiumPath === undefined ? ' (skipped: no chromium on PATH)' : '';

/** It speaks to no one: pages from files are all that it opens. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no chromium on PATH');
  return chromium.launch({ executablePath: chromiumPath, args: QUIET });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
