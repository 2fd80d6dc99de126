import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { libraryModel } from '../../../synth/energy/liberty.ts';
import { untoldEnergy } from '../../../synth/energy/untold.ts';
import { openLibrary } from '../../../synth/library.ts';
import { scratch } from '../support.ts';

/** The energy fixture with some of its text replaced. */
async function untoldIn(find: RegExp, replacement: string): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, '../fixtures/energy.lib'), 'utf8');
  const file = join(await scratch(), 'energy.lib');
  await writeFile(file, text.replace(find, replacement));
  return untoldEnergy(await libraryModel(await openLibrary(file)));
}

test('a library that tells all', async () => {
  expect(await untoldIn(/^/, '')).toEqual([]);
});

test.each([
  ['internal_power', /internal_power\s*\(/g, 'other_power ('],
  ['capacitance', /\bcapacitance : [\d.]+/g, 'capacitance : 0'],
  ['cell_leakage_power', /cell_leakage_power : [\d.]+/g, 'cell_leakage_power : 0'],
])('a library without %s', async (name, find, replacement) => {
  expect(await untoldIn(find, replacement)).toEqual([name]);
});
