import { createHash } from 'node:crypto';
import { access, lstat, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
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

/** Where builds and areas are kept: LOGPOSIT_CACHE, else the user's cache directory; absolute, as tools run elsewhere. */
export function cacheDirectory(): string {
  const { LOGPOSIT_CACHE, XDG_CACHE_HOME } = process.env;
  return resolve(LOGPOSIT_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'logposit'));
}

/**
 * Directory of a cache entry, made by `fill` where it is missing. An entry appears by rename, whole
 * or not at all; two runs that fill the same entry both succeed and one of them is kept. One whose files have other
 * sizes than when it was made, as after a power failure, is made anew.
 */
export async function cachedDirectory(
  section: string,
  key: string,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const entry = join(cacheDirectory(), section, key);
  try {
    if (await isWhole(entry)) return entry;
    await rm(entry, { recursive: true, force: true });
    await withStagingDirectory(entry, async (staging) => {
      await fill(staging);
      await writeFile(join(staging, SIZES_FILE), JSON.stringify(await sizesOf(staging)));
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

/** Takes a JSON value out of the cache, so that it is computed anew. */
export async function forgetJson(section: string, key: string): Promise<void> {
  await rm(join(cacheDirectory(), section, `${key}.json`), { force: true });
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Sizes of all files of an entry when it was made; those of before have none. */
const SIZES_FILE = '.sizes.json';

async function isWhole(entry: string): Promise<boolean> {
  if (!(await exists(entry))) return false;
  const sizes = join(entry, SIZES_FILE);
  if (!(await exists(sizes))) return true;
  const known = await readJson<Readonly<Record<string, number>>>(sizes);
  const found = await sizesOf(entry).catch(() => undefined);
  return known !== undefined && isDeepStrictEqual(found, known);
}

async function sizesOf(directory: string): Promise<Record<string, number>> {
  const names = await readdir(directory, { recursive: true });
  const sizes: Record<string, number> = {};
  for (const name of names.filter((one) => one !== SIZES_FILE).sort()) {
    const found = await lstat(join(directory, name));
    if (found.isFile()) sizes[name] = found.size;
  }
  return sizes;
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
