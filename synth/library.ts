import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { cachedDirectory, contentHash } from '../system/cache.ts';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';
import type { LibraryCells } from './liberty/cells.ts';
import { mappableText, type OmittedCell } from './liberty/mappable-text.ts';
import { libertyText } from './liberty-text.ts';

/** What is known of a library's text, whatever its file is called. */
interface LibraryFacts {
  /** Name that the library gives itself, e.g. "osu018_stdcells". */
  readonly name: string;
  /** SHA-256 of the text; a compressed file and its text have the same. */
  readonly hash: string;
  /** SHA-256 of what the tools get of it. */
  readonly mappableHash: string;
  readonly cells: LibraryCells;
  /** Cells that the tools do not get. */
  readonly omitted: readonly OmittedCell[];
}

/** A Liberty library whose text is whole; whether it can be mapped to is the probe's to say. */
export interface Library extends LibraryFacts {
  /** Base name of the file that the user named. */
  readonly file: string;
  /** Absolute path of the text, never compressed. */
  readonly path: string;
  /** Directory with what the tools get, as the LIBRARY_FILES. */
  readonly directory: string;
}

/** Names of what the tools get, see MappableText. */
export const LIBRARY_FILES = {
  cells: 'cells.lib',
  outline: 'outline.lib',
  gates: 'gates.lib',
} as const;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const TEXT_FILE = 'whole.lib';
const FACTS_FILE = 'facts.json';

/** Changes whenever another text or other facts come of the same file. */
export const LIBRARY_LAYOUT = '5';

/** Reads a .lib or .lib.gz file. Throws Failure (input) that names the file and the reason. */
export async function openLibrary(file: string): Promise<Library> {
  const bytes = await readLibrary(file);
  const compressed = bytes.subarray(0, 2).equals(GZIP_MAGIC);
  const key = contentHash(LIBRARY_LAYOUT, bytes);
  const directory = await cachedDirectory('liberty', key, async (staging) => {
    const whole = compressed ? await decompressed(file, bytes) : bytes;
    const { texts, facts } = digest(file, whole);
    if (compressed) await writeFile(join(staging, TEXT_FILE), whole);
    for (const [name, text] of Object.entries(texts)) {
      await writeFile(join(staging, name), text, 'latin1');
    }
    await writeFile(join(staging, FACTS_FILE), JSON.stringify(facts));
  });
  const facts: LibraryFacts = JSON.parse(await readFile(join(directory, FACTS_FILE), 'utf8'));
  return {
    ...facts,
    file: basename(file),
    path: compressed ? resolve(directory, TEXT_FILE) : resolve(file),
    directory: resolve(directory),
  };
}

function digest(
  file: string,
  bytes: Buffer,
): { texts: Readonly<Record<string, string>>; facts: LibraryFacts } {
  const whole = bytes.toString('latin1');
  const { name, flaw } = libertyText(whole);
  if (flaw !== null) throw libraryFailure(file, flaw);
  const { text, outline, gates, cells, omitted } = mappableText(whole);
  const texts = {
    [LIBRARY_FILES.cells]: text,
    [LIBRARY_FILES.outline]: outline,
    [LIBRARY_FILES.gates]: gates,
  };
  const mappableHash = contentHash(...Object.values(texts));
  return { texts, facts: { name, hash: contentHash(bytes), mappableHash, cells, omitted } };
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
    'name a complete Liberty file (.lib or .lib.gz)',
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

function decompressed(file: string, bytes: Buffer): Promise<Buffer> {
  return promisify(gunzip)(bytes).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw libraryFailure(file, `cannot be decompressed: ${reason}`);
  });
}
