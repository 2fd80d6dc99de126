import type { Module } from '../generator/design.ts';
import { Failure } from '../system/failure.ts';
import { hashOf, readRtl } from '../system/rtl-files.ts';

/** The emitted RTL of a design, as it stands in a directory. */
export interface DesignSources {
  /** Text of the file of each module, by module name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Hash over the filelist's files, in its order. */
  readonly hash: string;
}

/** Reads `<config>.f` and the files that it lists. Throws Failure (input). */
export async function readSources(
  directory: string,
  config: string,
  modules: readonly Module[],
): Promise<DesignSources> {
  const rtl = await readRtl(directory, config);
  const byFile = new Map(rtl.files.map(({ path, text }) => [path, text]));
  const texts = modules.map(({ name, file }) => {
    const text = byFile.get(file);
    if (text !== undefined) return [name, text] as const;
    throw new Failure('input', `${directory}: the filelist has no ${file} for module ${name}`);
  });
  return { texts: new Map(texts), hash: hashOf(rtl) };
}
