import { lpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import { readTensor } from '../../tensor/index.ts';
import type { CheckedArray, CheckedPe } from '../config/schema.ts';
import { checkWeightOptions, type DesignInputs } from './bounds.ts';
import { weightWords } from './words.ts';

/**
 * Reads what a config refers to; relative paths start from `base`, the config's directory.
 * Throws Failure (input, io).
 */
export async function readInputs(
  checked: CheckedPe | CheckedArray,
  base: string,
): Promise<DesignInputs> {
  checkWeightOptions(checked.accumulator);
  const reference = checked.accumulator.weights;
  if (reference === undefined) return {};
  if (checked.weight === undefined) {
    throw new Failure(
      'input',
      'accumulator.weights needs weight and activation: their words follow from the formats',
      'give weight and activation, or remove accumulator.weights',
    );
  }
  const format = lpFormat(checked.weight);
  try {
    return { weights: weightWords(await readTensor(reference, { base }), format) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, message, hint, detail } = error;
    throw new Failure(kind, `accumulator.weights: ${message}`, hint, detail);
  }
}
