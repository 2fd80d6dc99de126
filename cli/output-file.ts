import { realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure, ioFailure } from '../system/failure.ts';
import { tryWrite, writeFileAtomically } from '../system/files.ts';
import { parseReference } from '../tensor/index.ts';

/** Refuses to write over the file that a tensor is read from. Throws Failure (usage). */
export function refuseTensorFile(
  option: string,
  path: string | undefined,
  reference: string,
): void {
  if (path === undefined) return;
  refuseSameFile(option, path, parseReference(reference).path, 'the tensor is read from');
}

/** Refuses to write over a file that the command reads. Throws Failure (usage). */
export function refuseSameFile(
  option: string,
  path: string,
  read: string,
  use = 'is read from',
): void {
  if (realPath(path) !== realPath(read)) return;
  throw new Failure('usage', `${option} ${path} is the file that ${use}`, 'name another file');
}

/** Whether a file could be put there, asked before long work. Throws Failure (io). */
export async function checkWritable(path: string): Promise<void> {
  if (path === '') throw new Failure('usage', 'cannot write "": a file has a name');
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new Failure('io', `cannot write ${path}: it is a directory`);
  // A rename would put a file in the place of a device.
  if (there?.isFile() === false) {
    throw new Failure('io', `cannot write ${path}: it is no regular file`);
  }
  try {
    // Permissions alone do not tell which names a file system takes.
    await tryWrite(path);
  } catch (error) {
    throw ioFailure(error, 'write', path);
  }
}

/** Writes a file whole or not at all. Throws Failure (io). */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomically(path, content);
  } catch (error) {
    throw ioFailure(error, 'write', path);
  }
}

/** Without links; where there is no such file yet, by that of its directory. */
function realPath(path: string): string {
  for (const [known, rest] of [
    [path, ''],
    [dirname(path), basename(path)],
  ] as const) {
    try {
      return join(realpathSync(known), rest);
    } catch {}
  }
  return resolve(path);
}
