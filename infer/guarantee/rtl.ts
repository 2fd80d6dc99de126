import type { LayerGuarantee, Stage } from '../../quantize/guarantee/layer.ts';
import type { PlanGuarantee } from '../../quantize/guarantee/plan.ts';
import type { Plan } from '../../quantize/plan.ts';
import type { PlannedArray } from '../../quantize/sums.ts';
import { measuredArray, narrowerArray } from './measured.ts';
import {
  countDifferent,
  type InDirectory,
  runSums,
  type SimulatedSums,
  type SumRun,
} from './run.ts';

/** An array with a stage in one bit less, on the layers whose sums need that bit. */
export interface NarrowerSums extends SimulatedSums {
  readonly stage: Stage;
  /** Largest sums that must overflow. */
  readonly sums: number;
  /** How many of them show another result word. */
  readonly visible: number;
  /** Words that differ from those of the golden model in one bit less: the overflow is the right one. */
  readonly unlikeGolden: number;
}

/** What the simulated RTL shows of the sums of a plan. */
export interface RtlGuarantee {
  readonly measured: SimulatedSums;
  /** Of each stage; null where there is no narrower array, or no sum that needs its last bit. */
  readonly narrower: Readonly<Record<Stage, NarrowerSums | null>>;
}

/**
 * Largest sums of all layers with constant weights on the RTL of an array that is made to measure for
 * them, then those that need its last bit on arrays with one bit less. Throws Failure.
 */
export async function rtlGuarantee(
  plan: Plan,
  guarantee: PlanGuarantee,
  array: PlannedArray,
  inDirectory: InDirectory,
): Promise<RtlGuarantee> {
  const made = measuredArray(array, plan, guarantee);
  const jobs = { plan, inDirectory, layers: guarantee.layers };
  const { measured } = await runSums(made, jobs, ({ sums }) => sums);
  const narrower = async (stage: Stage): Promise<NarrowerSums | null> => {
    const config = narrowerArray(made, stage);
    const bits = measured.array[stage];
    const binding = ({ sums }: LayerGuarantee) =>
      sums.filter((sum) => sum.stage === stage && !fits(sum.reach, bits - 1));
    if (config === undefined || !guarantee.layers.some((layer) => binding(layer).length > 0)) {
      return null;
    }
    const run = await runSums(config, jobs, binding);
    return { ...run.measured, stage, ...overflowOf(run) };
  };
  return { measured, narrower: { tile: await narrower('tile'), sum: await narrower('sum') } };
}

/** What went wrong on the RTL, for a person; nothing where the guarantee holds. */
export function rtlFaults({ measured, narrower }: RtlGuarantee): string[] {
  const faults =
    measured.mismatches === 0
      ? []
      : [`RTL: ${measured.mismatches} words are not those of the sums`];
  for (const each of Object.values(narrower)) {
    if (each === null) continue;
    const { tile, sum } = each.array;
    const name = `RTL with tiles of ${tile} and sums of ${sum} bits`;
    if (each.visible < each.sums) {
      faults.push(`${name}: ${each.sums - each.visible} of ${each.sums} sums do not overflow`);
    }
    if (each.unlikeGolden > 0) {
      faults.push(`${name}: ${each.unlikeGolden} words differ from the golden model`);
    }
  }
  return faults;
}

/** Sums meet their own activations on the diagonal. */
function overflowOf({ jobs, got, golden }: SumRun) {
  let [sums, visible, unlikeGolden] = [0, 0, 0];
  for (const [job, { sums: all, expected }] of jobs.entries()) {
    const words = got[job] as Uint16Array;
    for (let sum = 0; sum < all.length; sum++) {
      const diagonal = sum * (all.length + 1);
      sums++;
      if (words[diagonal] !== expected[diagonal]) visible++;
    }
    unlikeGolden += countDifferent(words, golden[job] as Uint16Array);
  }
  return { sums, visible, unlikeGolden };
}

function fits(value: bigint, bits: number): boolean {
  return bits > 0 && BigInt.asIntN(bits, value) === value;
}
