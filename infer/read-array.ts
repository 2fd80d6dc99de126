import { type ArrayDesign, isArrayDesign, readDesign } from '../generator/index.ts';
import { Failure } from '../system/failure.ts';

/** The array of a config file; `what` needs one. Throws Failure (input, io). */
export async function readArray(path: string, what: string): Promise<ArrayDesign> {
  const design = await readDesign(path);
  if (isArrayDesign(design)) return design;
  throw new Failure(
    'input',
    `${path}: kind is "${design.config.kind}", and ${what} needs an array`,
    'kind "array"',
  );
}
