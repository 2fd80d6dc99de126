import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { filelist, isArrayDesign, readDesign, writeDesign } from '../../../generator/index.ts';
import { verify } from '../../../sim/index.ts';
import { npyBytes } from '../../../tensor/write-npy.ts';
import { expectAccepted } from '../../support/open-tools.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-known-'));
afterAll(() => rmSync(scratch, { recursive: true }));

// The first row of every tile is far smaller than the largest product of the format.
writeFileSync(join(scratch, 'w.npy'), npyBytes([0x01, 0x7f, 0x40, 0x10], [2, 2], 'uint8'));
const LP8 = { n: 8, es: 1, rs: 7 };

describe.each([
  ['wrapping', {}],
  ['saturating', { overflow: 'saturate' }],
  ['one-sided', { oneSided: true, startMax: 99 }],
])('an array for known weights, %s', (name, accumulator) => {
  const file = join(scratch, `${name}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      ...{ name: 'known', kind: 'array', array: { rows: 2, cols: 1 } },
      ...{ weight: LP8, activation: LP8, accumulator: { ...accumulator, weights: 'w.npy' } },
    }),
  );

  test('is accepted by the tools and verified with weights that it can hold', async () => {
    const design = await readDesign(file);
    if (!isArrayDesign(design)) throw new Error('not an array');
    const [first = 0, last = 0] = design.shape.lanes[0]?.rowWidths ?? [];
    expect(first).toBeLessThan(last);
    const directory = join(scratch, name);
    await writeDesign(design, directory);
    expectAccepted({
      directory,
      list: filelist(design).path,
      files: design.sources.map(({ path }) => path),
      modules: design.modules.map((module) => module.name),
    });
    expect(await verify(design, { directory, seed: 1 })).toMatchObject({
      verdict: 'pass',
      mismatches: 0,
    });
  }, 60_000);
});
