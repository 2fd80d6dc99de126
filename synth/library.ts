import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';
import { libertyText } from './liberty-text.ts';

/** A Liberty library whose text is whole; whether it can be mapped to is the probe's to say. */
export interface Library {
  /** Name that the library gives itself, e.g. "osu018_stdcells". */
  readonly name: string;
  /** Base name of the file that the user named. */
  readonly file: string;
  /** SHA-256 of the text; a compressed file and its text have the same. */
  readonly hash: string;
  /** Absolute path of the text, never compressed. */
  readonly path: string;
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const TEXT_FILE = 'cells.lib';

/** Reads a .lib or .lib.gz file. Throws Failure (input) that names the file and the reason. */
export async function openLibrary(file: string): Promise<Library> {
  const bytes = await readLibrary(file);
  const compressed = bytes.subarray(0, 2).equals(GZIP_MAGIC);
  const path = compressed ? await decompressed(file, bytes) : resolve(file);
  const text = compressed ? await readFile(path) : bytes;
  const { name, flaw } = libertyText(text.toString('latin1'));
  if (flaw !== null) throw libraryFailure(file, flaw);
  return { name, file: basename(file), hash: contentHash(text), path };
}

/** "um2" for libraries that are known to count in it; Liberty itself names no unit of area. */
export function areaUnit({ name }: Library): string {
  return /^(osu018|sky130|sg13g2)/.test(name) ? 'um2' : 'library units';
}

/** The one line that every unusable library gets. */
export function libraryFailure(file: string, flaw: string, detail?: string): Failure {
  return new Failure(
    'input',
    `${file} ${flaw}`,
    'name a complete Liberty file (.lib or .lib.gz) with --liberty',
    detail,
  );
}

async function readLibrary(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    throw new Failure('input', ioFailure(error, 'read the library', file).message);
  }
}

/** Path of the library's text, kept in the cache: ABC cannot read compressed files. */
async function decompressed(file: string, bytes: Buffer): Promise<string> {
  const directory = await cachedDirectory('liberty', contentHash(bytes), async (staging) => {
    const text = await promisify(gunzip)(bytes).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw libraryFailure(file, `cannot be decompressed: ${reason}`);
    });
    await writeFile(join(staging, TEXT_FILE), text);
  });
  return join(directory, TEXT_FILE);
}
