import { realpathSync } from 'node:fs';
import { Failure } from '../system/failure.ts';
import { parseReference } from '../tensor/index.ts';

/** Refuses to write over the file that a tensor is read from. Throws Failure (usage). */
export function refuseTensorFile(
  option: string,
  path: string | undefined,
  reference: string,
): void {
  if (path === undefined || realPath(path) !== realPath(parseReference(reference).path)) return;
  throw new Failure(
    'usage',
    `${option} ${path} is the file that the tensor is read from`,
    'name another file',
  );
}

/** As given where there is no such file. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
