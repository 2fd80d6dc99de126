import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CompareReport } from '../../compare/report.ts';
import { OSU018 } from '../synth/support.ts';
import { cliPath, logposit, type Workplace, workplace } from './command-line.ts';

const GRID = {
  base: {
    datapath: { kind: 'int', weightBits: 2, activationBits: 2, multiplier: 'array' },
    grid: { rows: 8, cols: 4, columnsPerRegister: 4 },
  },
  vary: { 'grid.products': [1, 2] },
};
const SWEEP = ['sweep', 'grid.json', '--json'];

/** Designs one after another: the second has hardly begun when the figures of the first are there. */
const ONE_AT_A_TIME = `--import=data:text/javascript,${encodeURIComponent(
  `import os from 'node:os';
  import { syncBuiltinESMExports } from 'node:module';
  os.availableParallelism = () => 1;
  syncBuiltinESMExports();`,
)}`;

let place: Workplace;
beforeEach(() => {
  place = workplace();
  place.write('grid.json', JSON.stringify(GRID));
  mkdirSync(at('tmp'));
});
afterEach(() => place.dispose());

function at(name: string): string {
  return join(place.directory, name);
}

function environment(cache: string) {
  return { LOGPOSIT_CACHE: at(cache), TMPDIR: at('tmp') };
}

/** Starts the sweep and ends it without warning when the figures of a design are there. */
async function killed(cache: string): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [ONE_AT_A_TIME, cliPath, ...SWEEP], {
    cwd: place.directory,
    env: { ...process.env, ...environment(cache) },
    stdio: 'ignore',
  });
  const closed = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('close', (_code, signal) => resolve(signal)),
  );
  while (child.exitCode === null && figuresIn(cache).length === 0) await sleep(5);
  child.kill('SIGKILL');
  return closed;
}

function swept(cache: string): CompareReport {
  const { stdout, stderr, code } = logposit(SWEEP, {
    cwd: place.directory,
    env: environment(cache),
  });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

function figuresIn(cache: string): string[] {
  return [...entriesOf(cache).keys()].filter((path) => path.startsWith('figures/'));
}

/** Whole entries of a cache, and when each was written. */
function entriesOf(cache: string): Map<string, number> {
  const sections = existsSync(at(cache)) ? readdirSync(at(cache)) : [];
  const paths = sections.flatMap((section) =>
    readdirSync(at(`${cache}/${section}`)).map((name) => `${section}/${name}`),
  );
  return new Map(
    paths
      .filter((path) => !isUnfinished(path))
      .map((path) => [path, statSync(at(`${cache}/${path}`)).mtimeMs]),
  );
}

function isUnfinished(path: string): boolean {
  return path.endsWith('.tmp') || /^tmp\/logposit-[^/]*$/.test(path);
}

const canSweep =
  existsSync(OSU018) &&
  ['verilator', 'yosys', 'sta'].every((tool) => spawnSync(tool, ['-V']).error === undefined);
const NEEDS = 'needs verilator, yosys, sta, osu018';

test.skipIf(!canSweep)(`a sweep goes on after SIGKILL (${NEEDS})`, async () => {
  expect(await killed('cache')).toBe('SIGKILL');
  const [before, left] = [entriesOf('cache'), place.listing().filter(isUnfinished)];
  expect(figuresIn('cache')).toHaveLength(1);

  const report = swept('cache');
  expect(report.designs).toHaveLength(2);
  const after = entriesOf('cache');
  expect(new Map([...after].filter(([path]) => before.has(path)))).toEqual(before);
  expect(after.size).toBeGreaterThan(before.size);
  for (const path of [...after.keys()].filter((name) => name.endsWith('.json'))) {
    JSON.parse(readFileSync(at(`cache/${path}`), 'utf8'));
  }
  // What SIGKILL itself left stays, under names that nothing reads.
  expect(left).toEqual(expect.arrayContaining(place.listing().filter(isUnfinished)));

  // The driver of all simulators is of no design, and takes the longest.
  cpSync(at('cache/runtime'), at('fresh/runtime'), { recursive: true });
  const fresh = swept('fresh');
  expect({ ...report, seconds: {} }).toEqual({ ...fresh, seconds: {} });
  expect([...after.keys()].toSorted()).toEqual([...entriesOf('fresh').keys()].toSorted());
});
