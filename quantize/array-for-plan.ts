import { type CheckedArray, resolveArray } from '../generator/index.ts';
import { Failure } from '../system/failure.ts';
import { checkWordFormats } from './check-formats.ts';
import { checkNumbers, checkRanges } from './check-plan.ts';
import { signedRange } from './misfit.ts';
import type { LayerPlan, Plan } from './plan.ts';
import type { PlannedArray } from './sums.ts';

type Mode = 8 | 4 | 2;
const MODES: readonly Mode[] = [8, 4, 2];

/** Bounds of accumulators in bits. */
const LEAST_WIDTH = 2;
const MOST_WIDTH = 128;

/**
 * The config of an array made to measure for a plan: that of `array` with the modes, the largest es and
 * the widths that the plan needs, and no more. Formats stay fixed where the config fixes them. Only the plan
 * itself is asked: whether its widths are enough for its words is what checkPlan() tells. `file` names
 * the plan in messages. Throws Failure (input).
 */
export function arrayForPlan(array: PlannedArray, plan: Plan, file = 'the plan'): CheckedArray {
  checkNumbers(plan, array, file);
  if (plan.layers.length === 0) {
    throw new Failure('input', `${file}: layers is empty: no array can be measured by it`);
  }
  const { config, shape } = array;
  const { tile, sum } = widestSums(plan, file);
  const { weights: _, ...accumulator } = config.accumulator;
  const made: CheckedArray = {
    ...config,
    array: {
      ...config.array,
      ...(shape.runTime ? { modes: modesOf(plan, file), maxEs: largestEs(plan) } : {}),
      tileWidth: tile,
    },
    accumulator: {
      ...accumulator,
      width: sum,
      startMax: largestStart(plan),
      // Rows of PEs have what so many products take.
      depth: Math.max(accumulator.depth, shape.rows),
      oneSided: false,
    },
  };
  const resolved = resolveArray(made);
  for (const planned of plan.layers) {
    const place = placeOf(file, planned);
    checkWordFormats(planned, resolved, place);
    checkRanges(planned, resolved, place);
  }
  return made;
}

function placeOf(file: string, { name }: LayerPlan): string {
  return `${file}: layer ${JSON.stringify(name)}`;
}

/** P_I and P_O. A tile goes to the outer accumulator: that is no narrower. */
function widestSums(
  { layers }: Plan,
  file: string,
): { readonly tile: number; readonly sum: number } {
  for (const planned of layers) requireWidths(planned, placeOf(file, planned));
  const tile = Math.max(LEAST_WIDTH, ...layers.map(({ widths }) => widths.tile));
  return { tile, sum: Math.max(tile, ...layers.map(({ widths }) => widths.sum)) };
}

/** Widths that an array can have, and that hold the start values. Throws Failure (input). */
function requireWidths({ widths, starts }: LayerPlan, place: string): void {
  const needed = startBits(starts);
  if (needed > widths.sum) {
    throw new Failure(
      'input',
      `${place}: widths.sum must be at least ${needed}, which its starts take, not ${widths.sum}`,
    );
  }
  const most = Math.max(widths.tile, widths.sum);
  if (most <= MOST_WIDTH) return;
  throw new Failure(
    'input',
    `${place}: widths need ${most} bits, an array has at most ${MOST_WIDTH}`,
    'lower sf of its formats, or array.accumulatorFraction: make the plan again',
  );
}

/** Bits that hold all start values, two's complement; 0 where there is none but 0. */
function startBits(starts: readonly number[]): number {
  const least = starts.reduce((smallest, b) => Math.min(smallest, b), 0);
  const most = starts.reduce((largest, b) => Math.max(largest, b), 0);
  let bits = 0;
  while (signedRange(bits).least > least || signedRange(bits).most < most) bits++;
  return bits;
}

/** Of no more bits than the start values take: two's complement reaches one further down than up. */
function largestStart({ layers }: Plan): number {
  const starts = layers.flatMap((layer) => layer.starts);
  const largest = starts.reduce((most, b) => Math.max(most, Math.abs(b)), 0);
  const bits = Math.max(LEAST_WIDTH, startBits(starts));
  return Math.min(largest, signedRange(bits).most);
}

/** The widest first. Throws Failure (input) for words that no array of run-time formats takes. */
function modesOf({ layers }: Plan, file: string): Mode[] {
  const wrong = layers.find(({ mode }) => !MODES.some((known) => known === mode));
  if (wrong !== undefined) {
    throw new Failure(
      'input',
      `${placeOf(file, wrong)}: mode must be 8, 4 or 2, not ${wrong.mode}`,
      'an array that takes formats at run time has no other words',
    );
  }
  return MODES.filter((known) => layers.some(({ mode }) => mode === known));
}

function largestEs({ layers }: Plan): number {
  return Math.max(
    ...layers.flatMap(({ weight, activation, output }) => [weight.es, activation.es, output.es]),
  );
}
