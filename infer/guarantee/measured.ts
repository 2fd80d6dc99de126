import { type CheckedArray, resolveArray } from '../../generator/index.ts';
import { arrayForPlan } from '../../quantize/array-for-plan.ts';
import type { Stage } from '../../quantize/guarantee/layer.ts';
import type { PlanGuarantee } from '../../quantize/guarantee/plan.ts';
import { signedRange } from '../../quantize/misfit.ts';
import type { Plan } from '../../quantize/plan.ts';
import type { PlannedArray } from '../../quantize/sums.ts';

/** Columns are alike: two of them show that sums come from the right one, and compile soon. */
const COLUMNS = 2;

/**
 * The array made to measure for the layers of a plan with constant weights: not a bit more than their
 * words need, whatever wider the plan states. It has a few columns. Throws Failure (input).
 */
export function measuredArray(
  array: PlannedArray,
  plan: Plan,
  { layers }: PlanGuarantee,
): CheckedArray {
  const needs = new Map(layers.map(({ name, aware }) => [name, aware]));
  const constant = plan.layers.flatMap((layer) => {
    const widths = needs.get(layer.name);
    return widths === undefined ? [] : [{ ...layer, widths: { ...widths } }];
  });
  const { accelerator: _, ...made } = arrayForPlan(array, { ...plan, layers: constant });
  const cols = Math.min(COLUMNS, made.array.cols);
  return { ...made, array: { ...made.array, cols } };
}

/**
 * The same array with a stage one bit narrower, whose sums wrap: a saturating one could give the word
 * of the right sum. Tiles are no wider than the outer accumulator. Undefined where there is no such array:
 * start values fit the outer accumulator, and none has fewer than 2 bits.
 */
export function narrowerArray(made: CheckedArray, stage: Stage): CheckedArray | undefined {
  const { shape } = resolveArray(made);
  const [lane] = shape.lanes;
  if (lane === undefined) return undefined;
  const accumulator = { ...made.accumulator, overflow: 'wrap' } as const;
  if (stage === 'tile') {
    if (lane.tileWidth <= 2) return undefined;
    return { ...made, array: { ...made.array, tileWidth: lane.tileWidth - 1 }, accumulator };
  }
  const width = lane.width - 1;
  const { most } = signedRange(width);
  if (width < 2 || (made.accumulator.startMax ?? 0) > most) return undefined;
  const tileWidth = Math.min(lane.tileWidth, width);
  return {
    ...made,
    array: { ...made.array, tileWidth },
    accumulator: { ...accumulator, width },
  };
}
