import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Journal } from '../../scripts/verify-formats/journal.ts';
import type { PairResult } from '../../scripts/verify-formats/result.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'logposit-journal-'));
  vi.stubEnv('LOGPOSIT_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const open = (options: { seed?: number; fresh?: boolean; identity?: string } = {}) =>
  Journal.open({
    identity: [options.identity ?? 'tools'],
    seed: options.seed,
    fresh: options.fresh === true,
  });

const RESULTS: PairResult[] = [0, 1].map((index) => ({
  index,
  name: `pair ${index}`,
  group: 'mixed',
  modules: [],
  needs: [],
  claims: [],
  designs: [],
}));

/** What a run leaves that was stopped after both results. */
async function stopped(seed: number): Promise<string> {
  const journal = await open({ seed });
  for (const result of RESULTS) journal.add(result);
  journal.release();
  return join(cache, 'verify-formats', readdirSync(join(cache, 'verify-formats'))[0] as string);
}

it('goes on with the seed and the results of a stopped run', async () => {
  await stopped(5);
  const next = await open();
  expect(next.seed).toBe(5);
  expect([...next.known.values()]).toEqual(RESULTS);
});

it('leaves a result out whose line was cut', async () => {
  const path = await stopped(5);
  appendFileSync(path, '{"index":2,"name":"pa');
  const next = await open();
  expect([...next.known.keys()]).toEqual([0, 1]);
});

it('starts anew on request, for another seed, for other tools, and after a file that is broken', async () => {
  const path = await stopped(5);
  expect((await open({ identity: 'other tools' })).known.size).toBe(0);
  writeFileSync(path, 'not JSON\n');
  const broken = await open({ seed: 5 });
  expect(broken.known.size).toBe(0);
  broken.release();
  await stopped(5);
  const other = await open({ seed: 6 });
  expect([other.seed, other.known.size]).toEqual([6, 0]);
  other.release();
  await stopped(6);
  expect((await open({ fresh: true })).known.size).toBe(0);
});

it('is for one run at a time; a lock without owner is taken over', async () => {
  const path = await stopped(5);
  const first = await open();
  const second = await open();
  expect(second.known.size).toBe(0);
  second.add(RESULTS[0] as PairResult);
  second.finish();
  expect(first.known.size).toBe(2);
  first.release();
  writeFileSync(`${path}.lock`, '4194305');
  expect((await open()).known.size).toBe(2);
});

it('is gone after a whole run', async () => {
  await stopped(5);
  const last = await open();
  last.finish();
  expect(readdirSync(join(cache, 'verify-formats'))).toEqual([]);
});
