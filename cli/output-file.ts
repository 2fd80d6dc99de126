import { realpathSync } from 'node:fs';
import { Failure } from '../system/failure.ts';
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

/** As given where there is no such file. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
