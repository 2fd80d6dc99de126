// Trains the network of examples/shapes and writes its files. `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../system/package-root.ts';
import { dataFiles, trainedFiles } from './train-example/files.ts';

const folder = join(packageRoot, 'examples/shapes');
const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const { name, content } of [...dataFiles(), ...trainedFiles()]) {
  const file = join(folder, name);
  if (!isCheck) writeFileSync(file, content);
  else if (!readFileSync(file).equals(Buffer.from(content))) {
    process.stderr.write(`examples/shapes/${name} is not up to date: run npm run train:example\n`);
    process.exitCode = 1;
  }
}
