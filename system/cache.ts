import { createHash } from 'node:crypto';
import { access, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errorCode, ioFailure } from './failure.ts';
import { makeDirectory, withStagingDirectory, writeFileAtomically } from './files.ts';

/** SHA-256, hexadecimal, over parts that are kept apart: ("ab", "c") differs from ("a", "bc"). */
export function contentHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`);
    hash.update(part);
  }
  return hash.digest('hex');
}

/** Where builds and areas are kept: LOGPOSIT_CACHE, else the user's cache directory. */
export function cacheDirectory(): string {
  const { LOGPOSIT_CACHE, XDG_CACHE_HOME } = process.env;
  return LOGPOSIT_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'logposit');
}

/**
 * Directory of a cache entry, made by `fill` where it is missing. An entry appears by rename, whole
 * or not at all; two runs that fill the same entry both succeed and one of them is kept.
 */
export async function cachedDirectory(
  section: string,
  key: string,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const entry = join(cacheDirectory(), section, key);
  if (await exists(entry)) return entry;
  try {
    await withStagingDirectory(entry, async (staging) => {
      await fill(staging);
      await rename(staging, entry).catch((error: unknown) => {
        if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
      });
    });
  } catch (error) {
    throw isFileSystemError(error)
      ? ioFailure(error, 'write the cache in', cacheDirectory())
      : error;
  }
  return entry;
}

/** JSON value of a cache entry, computed where it is missing or unreadable. */
export async function cachedJson<T>(
  section: string,
  key: string,
  compute: () => Promise<T>,
): Promise<T> {
  const directory = join(cacheDirectory(), section);
  const path = join(directory, `${key}.json`);
  const known = await readJson<T>(path);
  if (known !== undefined) return known;
  const value = await compute();
  try {
    await makeDirectory(directory);
    await writeFileAtomically(path, JSON.stringify(value));
  } catch (error) {
    throw ioFailure(error, 'write the cache in', cacheDirectory());
  }
  return value;
}

/** JSON value of a cache entry; undefined where it is missing or unreadable. */
export function knownJson<T>(section: string, key: string): Promise<T | undefined> {
  return readJson<T>(join(cacheDirectory(), section, `${key}.json`));
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && !('shortMessage' in error);
}
