import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PICTURES } from '../../scripts/pictures/all.ts';
import { packageRoot } from '../../system/package-root.ts';

for (const { path, draw } of PICTURES) {
  test(`${path} shows what is computed now`, async () => {
    const committed = readFileSync(join(packageRoot, path), 'utf8');
    expect(committed, 'run `npm run pictures` and look at the difference').toBe(await draw());
  });
}
