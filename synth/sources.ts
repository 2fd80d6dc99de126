import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleDescription } from '../generator/design.ts';
import { Failure, ioFailure } from '../system/failure.ts';
import { rtlHash } from '../system/rtl-hash.ts';

/** The emitted RTL of a design, as it stands in a directory. */
export interface RtlSources {
  /** Text of the file of each module, by module name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Hash over the filelist's files, in its order. */
  readonly hash: string;
}

/** Reads `<config>.f` and the files that it lists. Throws Failure (input). */
export async function readSources(
  directory: string,
  config: string,
  modules: readonly ModuleDescription[],
): Promise<RtlSources> {
  const listed = filesOf(await readSource(directory, `${config}.f`));
  const texts = await Promise.all(listed.map((file) => readSource(directory, file)));
  const byFile = new Map(listed.map((file, index) => [file, texts[index] ?? '']));
  return {
    texts: new Map(modules.map(({ name, file }) => [name, textOf(name, file, byFile, directory)])),
    hash: rtlHash(texts, config),
  };
}

function filesOf(filelist: string): string[] {
  return filelist
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'));
}

function textOf(
  name: string,
  file: string,
  byFile: ReadonlyMap<string, string>,
  directory: string,
): string {
  const text = byFile.get(file);
  if (text !== undefined) return text;
  throw new Failure('input', `${directory}: the filelist has no ${file} for module ${name}`);
}

async function readSource(directory: string, file: string): Promise<string> {
  const path = join(directory, file);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const hint = 'run `logposit generate` first';
    throw new Failure('input', ioFailure(error, 'read', path).message, hint);
  }
}
