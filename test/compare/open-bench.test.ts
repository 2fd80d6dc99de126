import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BenchOptions, openBench, requireDistinct } from '../../compare/open-bench.ts';
import { failureOf, fakeTools, freshCache, OSU018, scratch } from '../synth/support.ts';

/** Libraries that cannot be compared on are told before any work. */

const OPTIONS: BenchOptions = {
  liberty: null,
  clockNs: null,
  streams: [],
  effort: 'normal',
  timeoutSeconds: 60,
};

test('without OpenSTA: what is missing, and how to get it', async () => {
  await freshCache();
  await fakeTools({}, { keepPath: false });
  expect(await failureOf(openBench(OPTIONS))).toMatchObject({
    kind: 'tool-missing',
    message: 'OpenSTA is missing: cannot start "sta"',
  });
});

test('a library without a supply voltage', async () => {
  await freshCache();
  const liberty = join(await scratch(), 'my.lib');
  const text = await readFile(OSU018, 'utf8');
  await writeFile(liberty, text.replace(/^.*voltage\s*:.*$/gm, ''));
  expect(await failureOf(openBench({ ...OPTIONS, liberty }))).toMatchObject({
    kind: 'input',
    message: 'my.lib: cannot read the supply voltage of the Liberty library',
  });
});

test('one library twice', async () => {
  await freshCache();
  const bench = await openBench({ ...OPTIONS, liberty: OSU018 });
  expect(() => requireDistinct([bench, bench])).toThrow(
    `two libraries are called osu018_stdcells: ${OSU018}, ${OSU018}`,
  );
});
