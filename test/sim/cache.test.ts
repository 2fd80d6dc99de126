import { readdir, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheDirectory, cachedDirectory } from '../../system/cache.ts';
import { freshCache, setVariable } from '../synth/support.ts';

test('an entry is made once, and again where a file of it was cut or is missing', async () => {
  await freshCache();
  let made = 0;
  const open = () =>
    cachedDirectory('section', 'key', async (staging) => {
      made += 1;
      await writeFile(join(staging, 'file'), 'content');
    });
  const entry = await open();
  await open();
  expect(made).toBe(1);
  for (const name of await readdir(entry)) {
    await writeFile(join(entry, name), '');
    await open();
    expect(await readFile(join(entry, 'file'), 'utf8')).toBe('content');
  }
  expect(made).toBe(3);
});

test('a cache named by a relative path is the same for tools that run elsewhere', () => {
  setVariable('LOGPOSIT_CACHE', 'here');
  expect(isAbsolute(cacheDirectory())).toBe(true);
});
