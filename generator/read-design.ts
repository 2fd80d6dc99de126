import { basename, dirname } from 'node:path';
import { Failure } from '../system/failure.ts';
import { readConfig } from './config/read.ts';
import { type AnyDesign, type Design, isArrayDesign, isSystolicDesign } from './design.ts';
import { design } from './emit.ts';
import { arrayDesign } from './emit-array.ts';
import { systolicDesign } from './emit-systolic.ts';
import { readInputs } from './weights/read.ts';

/**
 * Reads a config file and the tensor it may name, and makes its design. Throws Failure (input) that
 * names the file, or (io).
 */
export async function readDesign(path: string): Promise<AnyDesign> {
  const config = await readConfig(path);
  try {
    if (config.kind === 'systolic') return systolicDesign(config);
    const inputs = await readInputs(config, dirname(path));
    return config.kind === 'array' ? arrayDesign(config, inputs) : design(config, inputs);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, `${basename(path)}: ${error.message}`, error.hint, error.detail);
  }
}

/** The same for what only a PE can be asked. Throws Failure (input) for others. */
export async function readPeDesign(path: string): Promise<Design> {
  const read = await readDesign(path);
  if (!isArrayDesign(read) && !isSystolicDesign(read)) return read;
  throw new Failure(
    'input',
    `${basename(path)}: kind is "${read.config.kind}", where a PE is needed`,
    'give a config of kind "pe" with the formats of one mode',
  );
}
