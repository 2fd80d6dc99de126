import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './failure.ts';
import { removeOnInterrupt } from './interrupt.ts';

/**
 * Makes a directory and the missing ones above it, and returns those it made, outermost first. Node
 * 20's own recursive mkdir never ends where a parent exists but can hold nothing, as in /proc.
 */
export async function makeDirectory(path: string): Promise<string[]> {
  try {
    await mkdir(path);
    return [path];
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return [];
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  const made = await makeDirectory(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  return [...made, path];
}

/**
 * Runs `work` on a fresh directory beside `target`, so that a rename moves the result into place on
 * one file system. The directory is gone afterwards, also after an error or an interrupt.
 */
export async function withStagingDirectory<T>(
  target: string,
  work: (staging: string) => Promise<T>,
): Promise<T> {
  const staging = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const release = removeOnInterrupt(staging);
  try {
    await makeDirectory(dirname(target));
    // Synchronous: an interrupt that comes while it is being made would find nothing to remove yet.
    mkdirSync(staging);
    return await work(staging);
  } finally {
    await rm(staging, { recursive: true, force: true });
    release();
  }
}

/** Writes a file whole or not at all. */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  await withStagingFile(path, content, (staging) => renameSync(staging, path));
}

/** Writes an empty file beside a path, as an atomic write would, and removes it. */
export async function tryWrite(path: string): Promise<void> {
  await withStagingFile(path, '', () => {});
}

async function withStagingFile(
  path: string,
  content: string | Uint8Array,
  use: (staging: string) => void,
): Promise<void> {
  const staging = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const release = removeOnInterrupt(staging);
  try {
    // Synchronous: an interrupt cannot come between the two, nor remove a file not yet made.
    writeFileSync(staging, content);
    use(staging);
  } finally {
    await rm(staging, { force: true });
    release();
  }
}
