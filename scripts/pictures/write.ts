// Draws the pictures of docs/ from data made here; the same bytes every time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../system/package-root.ts';
import { accumulatorWidthPicture } from './accumulator-width.ts';

const directory = join(packageRoot, 'docs', 'images');
mkdirSync(directory, { recursive: true });
writeFileSync(join(directory, 'accumulator-width.svg'), `${await accumulatorWidthPicture()}\n`);
