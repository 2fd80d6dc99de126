// Draws the pictures of docs/ from numbers made here. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../system/package-root.ts';
import { PICTURES } from './pictures/all.ts';

for (const { path, draw } of PICTURES) {
  const file = join(packageRoot, path);
  const svg = await draw();
  if (!process.argv.includes('--check')) writeFileSync(file, svg);
  else if (readFileSync(file, 'utf8') !== svg) {
    process.stderr.write(`${path} is not up to date: run npm run pictures\n`);
    process.exitCode = 1;
  }
}
