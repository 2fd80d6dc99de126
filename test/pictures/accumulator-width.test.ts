import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accumulatorWidthPicture } from '../../scripts/pictures/accumulator-width.ts';
import { packageRoot } from '../../system/package-root.ts';

test('docs/images/accumulator-width.svg shows what the model computes', async () => {
  const committed = readFileSync(join(packageRoot, 'docs/images/accumulator-width.svg'), 'utf8');
  expect(committed, 'run `npm run pictures` and look at the difference').toBe(
    await accumulatorWidthPicture(),
  );
});
