// Writes the parts of docs/ that follow from the code: the config reference and its JSON Schema.
// `--check` only compares, and names the command that mends a difference.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDocs } from '../docs/generate.ts';
import { packageRoot } from '../system/package-root.ts';

for (const { path, text } of generatedDocs()) {
  const file = join(packageRoot, path);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${path} is not up to date: run npm run docs\n`);
    process.exitCode = 1;
  }
}
