import { basename } from 'node:path';
import { type ArrayDesign, arrayDesign } from '../generator/index.ts';
import { readArray } from '../infer/read-array.ts';

/**
 * The array of a config, or without one the default array, made to measure for a plan file. Throws
 * Failure (input, io).
 */
export async function arrayMeasured(
  configPath: string | undefined,
  planPath: string,
): Promise<ArrayDesign> {
  // What calibration needs takes a while to load, and only this way needs it.
  const [{ readPlan }, { arrayForPlan }, { defaultArrayForPlan }] = await Promise.all([
    import('../quantize/plan.ts'),
    import('../quantize/array-for-plan.ts'),
    import('../infer/default-array.ts'),
  ]);
  const plan = await readPlan(planPath);
  const file = basename(planPath);
  if (configPath === undefined) return defaultArrayForPlan(plan, file);
  const design = await readArray(configPath, 'a plan');
  return arrayDesign(arrayForPlan(design, plan, file));
}
