import { basename, dirname } from 'node:path';
import { Failure } from '../system/failure.ts';
import { readConfig } from './config/read.ts';
import type { Design } from './design.ts';
import { design } from './emit.ts';
import { readInputs } from './weights/read.ts';

/**
 * Reads a config file and the tensor it may name, and makes its design. Throws Failure (input) that
 * names the file, or (io).
 */
export async function readDesign(path: string): Promise<Design> {
  const config = await readConfig(path);
  try {
    return design(config, await readInputs(config, dirname(path)));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, `${basename(path)}: ${error.message}`, error.hint, error.detail);
  }
}
