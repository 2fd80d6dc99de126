import { type ArrayDesign, arrayDesign, arraySchema, resolveArray } from '../generator/index.ts';
import { arrayForPlan } from '../quantize/array-for-plan.ts';
import { planNumbers } from '../quantize/check-plan.ts';
import type { Plan } from '../quantize/plan.ts';

/** What a plan may want otherwise. */
const NUMBERS = { rows: 8, accumulatorFraction: 8 };

/**
 * The array that a network runs on unless a config or a plan says otherwise: 8 x 8 PEs, all modes. Its
 * sums have 32 bits; a plan is refused where the sums of its weights need more.
 */
export function defaultArray(): ArrayDesign {
  return arrayDesign(configOf('lpa', NUMBERS));
}

/**
 * The same with the rows, A and Fo of a plan, made to measure for it, under a name of its own. `file` names
 * the plan in messages. Throws Failure (input).
 */
export function defaultArrayForPlan(plan: Plan, file?: string): ArrayDesign {
  const wanted = resolveArray(configOf('lpa_plan', plan.array));
  return arrayDesign(arrayForPlan(wanted, plan, file));
}

/** The default array where a plan means that one, else one for the plan. Throws Failure (input). */
export function arrayOfPlan(plan: Plan, file?: string): ArrayDesign {
  const usual = planNumbers(resolveArray(configOf('lpa', NUMBERS)));
  const keys = Object.keys(usual) as (keyof typeof usual)[];
  const isUsual = keys.every((key) => plan.array[key] === usual[key]);
  return isUsual ? defaultArray() : defaultArrayForPlan(plan, file);
}

function configOf(
  name: string,
  { rows, accumulatorFraction, encoderFraction }: Partial<Plan['array']>,
) {
  return arraySchema.parse({
    name,
    kind: 'array',
    array: { rows, cols: 8, maxEs: 1, tileWidth: 32 },
    accumulator: { fraction: accumulatorFraction, width: 32, depth: 4096, startMax: 2 ** 20 },
    encoder: encoderFraction === undefined ? {} : { fraction: encoderFraction },
  });
}
