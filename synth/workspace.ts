import { symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode, ioFailure } from '../system/failure.ts';
import { withStagingDirectory } from '../system/files.ts';
import { LIBRARY_FILES, type Library } from './library.ts';

/** What the shell that Yosys starts ABC with takes unquoted or in double quotes. */
const PLAIN_PATH = /^[\w./ +@%=:,~-]+$/;

/**
 * Runs `work` in a temporary directory that has the library, where one is given, under fixed names,
 * so that no path of the user's appears in a script. The directory is gone afterwards. Throws Failure (io).
 */
export async function inWorkspace<T>(
  library: Library | null,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const base = PLAIN_PATH.test(tmpdir()) ? tmpdir() : '/tmp';
  try {
    return await withStagingDirectory(join(base, 'logposit-synth'), async (directory) => {
      if (library !== null) {
        for (const name of Object.values(LIBRARY_FILES)) {
          await symlink(join(library.directory, name), join(directory, name));
        }
      }
      return work(directory);
    });
  } catch (error) {
    throw errorCode(error) === '' ? error : ioFailure(error, 'use a temporary directory in', base);
  }
}
