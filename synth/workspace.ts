import { symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode, ioFailure } from '../system/failure.ts';
import { withStagingDirectory } from '../system/files.ts';
import type { Library } from './library.ts';
import { FILES } from './script.ts';

/** What the shell that Yosys starts ABC with takes unquoted or in double quotes. */
const PLAIN_PATH = /^[\w./ +@%=:,~-]+$/;

/**
 * Runs `work` in a temporary directory that has the library, where one is given, under a fixed name,
 * so that no path of the user's appears in a script. The directory is gone afterwards. Throws Failure (io).
 */
export async function inWorkspace<T>(
  library: Library | null,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const base = PLAIN_PATH.test(tmpdir()) ? tmpdir() : '/tmp';
  try {
    return await withStagingDirectory(join(base, 'logposit-synth'), async (directory) => {
      if (library !== null) await symlink(library.path, join(directory, FILES.library));
      return work(directory);
    });
  } catch (error) {
    throw errorCode(error) === '' ? error : ioFailure(error, 'use a temporary directory in', base);
  }
}
