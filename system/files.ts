import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { removeOnInterrupt } from './interrupt.ts';

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
    await mkdir(dirname(target), { recursive: true });
    await mkdir(staging);
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
  const staging = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const release = removeOnInterrupt(staging);
  try {
    await writeFile(staging, content);
    await rename(staging, path);
  } finally {
    await rm(staging, { force: true });
    release();
  }
}
