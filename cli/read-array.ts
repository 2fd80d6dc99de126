import { type ArrayDesign, isArrayDesign, readDesign } from '../generator/index.ts';
import { Failure } from '../system/failure.ts';

/** The array of a config file. Throws Failure (input) for a design of another kind. */
export async function readArray(path: string): Promise<ArrayDesign> {
  const design = await readDesign(path);
  if (isArrayDesign(design)) return design;
  throw new Failure(
    'input',
    `${path}: kind is "${design.config.kind}", and a network needs an array`,
    'kind "array"',
  );
}
