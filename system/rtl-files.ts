import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, Failure, ioFailure } from './failure.ts';
import { rtlHash } from './rtl-hash.ts';

export interface RtlFile {
  /** As in the filelist, relative to the directory. */
  readonly path: string;
  readonly text: string;
}

/** SystemVerilog in a directory, as it lies there. */
export interface RtlSources {
  readonly directory: string;
  /** Name of the config: the prefix of every module. */
  readonly name: string;
  /** In compilation order. */
  readonly files: readonly RtlFile[];
  /** Files that the sources name in a string: includes and memory contents. */
  readonly attachments: readonly RtlFile[];
}

/** Reads what DIR/<name>.f lists. Throws Failure (input) naming a missing file or a bad line. */
export async function readRtl(directory: string, name: string): Promise<RtlSources> {
  const filelist = `${name}.f`;
  const paths = parseFilelist(filelist, await readSource(directory, filelist));
  if (paths.length === 0) throw new Failure('input', `${join(directory, filelist)} lists no file`);
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readSource(directory, path, filelist) })),
  );
  return { directory, name, files, attachments: await readAttachments(directory, files) };
}

/**
 * The files that a module needs: its own, those of the modules that it names, and so on. All files
 * where macros may carry names. Files that declare a module in `apart` are left out. Throws Failure
 * (input) where no file declares the module.
 */
export function sourcesOf(
  sources: RtlSources,
  module: string,
  apart: readonly string[] = [],
): RtlSources {
  const others = withoutModules(sources, apart);
  if (sources.files.some(({ text }) => /`(define|include|undef|ifn?def)\b/.test(text)))
    return others;
  const parsed = others.files.map(parsedFile);
  if (!parsed.some(({ declared }) => declared.includes(module))) {
    const list = join(sources.directory, `${sources.name}.f`);
    throw new Failure('input', `no file listed in ${list} declares module ${module}`);
  }
  const needed = new Set(parsed.filter(({ declared }) => declared.length === 0));
  const wanted = [module];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    for (const entry of parsed) {
      if (needed.has(entry) || !entry.declared.includes(name)) continue;
      needed.add(entry);
      wanted.push(...entry.words);
    }
  }
  const files = parsed.filter((entry) => needed.has(entry)).map(({ file }) => file);
  return { ...sources, files };
}

/** The sources without the files that declare these modules. */
export function withoutModules(sources: RtlSources, modules: readonly string[]): RtlSources {
  if (modules.length === 0) return sources;
  const files = sources.files.filter(
    (file) => !parsedFile(file).declared.some((name) => modules.includes(name)),
  );
  return { ...sources, files };
}

/** Whether a file declares this module and no other one. */
export function isAlone({ files }: RtlSources, module: string): boolean {
  return files.some((file) => {
    const { declared } = parsedFile(file);
    return declared.length === 1 && declared[0] === module;
  });
}

/** Hash of the hardware that the sources describe (see rtlHash). */
export function hashOf({ files, attachments, name }: RtlSources): string {
  return rtlHash(
    [...files, ...attachments].map(({ text }) => text),
    name,
  );
}

function parseFilelist(filelist: string, text: string): string[] {
  const paths: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const path = line.replace(/(\/\/|#).*/, '').trim();
    if (path === '') continue;
    if (/^[-+]|\s/.test(path)) {
      throw new Failure(
        'input',
        `${filelist}:${index + 1}: "${path}" is not a plain file name`,
        'a filelist holds one file name a line, relative to its directory, and // comments',
      );
    }
    paths.push(path);
  }
  return paths;
}

async function readSource(directory: string, path: string, listedIn?: string): Promise<string> {
  try {
    return await readFile(join(directory, path), 'utf8');
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error)))
      throw ioFailure(error, 'read', join(directory, path));
    const listed = listedIn === undefined ? '' : `, listed in ${listedIn},`;
    throw new Failure(
      'input',
      `${join(directory, path)}${listed} does not exist`,
      'generate the RTL first, or name its directory',
    );
  }
}

/** Verilator reads these on its own or at run time, so they belong to the identity of a build. */
async function readAttachments(directory: string, files: readonly RtlFile[]): Promise<RtlFile[]> {
  const attachments: RtlFile[] = [];
  const seen = new Set(files.map(({ path }) => path));
  const queue = [...files];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const [, path] of file.text.matchAll(/"([\w./-]+)"/g)) {
      if (path === undefined || seen.has(path)) continue;
      seen.add(path);
      const text = await readFile(join(directory, path), 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      attachments.push({ path, text });
      queue.push({ path, text });
    }
  }
  return attachments;
}

function parsedFile(file: RtlFile) {
  const code = file.text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  return { file, declared: declaredNames(code), words: new Set(code.match(/\w+/g)) };
}

function declaredNames(code: string): string[] {
  const declaration =
    /\b(?:module|macromodule|package|interface|program)\s+(?:automatic\s+)?(\w+)/g;
  return [...code.matchAll(declaration)].map(([, name]) => name as string);
}
