import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';
import { makeDirectory, withStagingDirectory } from '../system/files.ts';
import { removeEmptyOnInterrupt } from '../system/interrupt.ts';
import type { AnyDesign } from './design.ts';
import { filesOf } from './manifest.ts';

/**
 * Writes a design into `directory`: its files whole or, after any failure, none of them. Files of
 * an earlier generation that are no longer emitted go; files of others stay.
 * Throws Failure (io, input). Returns the names of the files.
 */
export async function writeDesign(design: AnyDesign, directory: string): Promise<string[]> {
  const files = filesOf(design);
  let created: string[] = [];
  let release = () => {};
  try {
    created = await makeDirectory(directory);
    release = removeEmptyOnInterrupt(created);
    const stale = await earlierFiles(directory, new Set(files.map(({ path }) => path)));
    await withStagingDirectory(join(directory, '.generate'), async (staging) => {
      for (const { path, text } of files) await writeFile(join(staging, path), text);
      for (const { path } of files) await rename(join(staging, path), join(directory, path));
    });
    for (const path of stale) await rm(join(directory, path), { force: true });
  } catch (error) {
    if (created[0] !== undefined) await rm(created[0], { recursive: true, force: true });
    throw writeFailure(error, directory);
  } finally {
    release();
  }
  return files.map(({ path }) => path);
}

/** Files that the manifest already in the directory lists and the new design does not have. */
async function earlierFiles(directory: string, current: ReadonlySet<string>): Promise<string[]> {
  const present = new Set(await readdir(directory));
  if (!present.has('manifest.json')) return [];
  try {
    const text = await readFile(join(directory, 'manifest.json'), 'utf8');
    const { files } = JSON.parse(text) as { files: { path: string }[] };
    return files.map(({ path }) => path).filter((path) => present.has(path) && !current.has(path));
  } catch {
    return [];
  }
}

function writeFailure(error: unknown, directory: string): unknown {
  if (error instanceof Failure || errorCode(error) === '') return error;
  return ioFailure(error, 'write', directory);
}
