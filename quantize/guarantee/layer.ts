import { type ActivationSigns, attainingVector } from '../../golden/exact/index.ts';
import type { MacLayer } from '../../network/layer.ts';
import { ofChannel } from '../channels.ts';
import type { LayerPlan } from '../plan.ts';
import { layerBits, type PlannedArray, productOf } from '../sums.ts';
import { layerWords } from '../words.ts';
import { extremeProducts, UNBOUNDED } from './extremes.ts';
import { bitsOf, type Largest, largestRows, largestTiles, SIDES, type Side } from './largest.ts';
import { type GoldenSum, goldenSum, type Summands, unboundedSum } from './sum.ts';

/** A tile's sum in P_I bits, or a row's sum in P_O bits. */
export type Stage = 'tile' | 'sum';

/** Bits of both stages. */
export type StageBits = Readonly<Record<Stage, number>>;

/** A sum of a layer with the largest bound of its side, and activations that reach it. */
export interface AttainedSum {
  readonly stage: Stage;
  readonly side: Side;
  readonly channel: number;
  /** K words each; activations are the zero word outside of the tile. */
  readonly summands: Summands;
  readonly bound: bigint;
  readonly reach: bigint;
}

/** What the exact model shows of a stage. */
export interface StageVerdict {
  /**
   * Sides whose bound is reached exactly: both, unless the start value of the channel with the largest
   * bound pulls the other way.
   */
  readonly attained: readonly Side[];
  /** Whether a sum overflows in one bit less; null where one bit is all that there is. */
  readonly overflows: boolean | null;
}

/** How wide the sums of a layer with constant weights are, by the plan and by trying. */
export interface LayerGuarantee {
  readonly name: string;
  readonly operator: LayerPlan['operator'];
  readonly mode: number;
  /** K */
  readonly depth: number;
  readonly signs: ActivationSigns;
  /** Bits for any weights of these formats. */
  readonly agnostic: StageBits;
  /** Bits for the words of the plan: P_I and P_O. */
  readonly aware: StageBits;
  /** What the plan states, at least as wide. */
  readonly stated: StageBits;
  readonly verdicts: Readonly<Record<Stage, StageVerdict>>;
  readonly sums: readonly AttainedSum[];
  /** What is wrong, for a person; none where the guarantee holds. */
  readonly faults: readonly string[];
}

/** A layer of a plan, and how its sums meet their activations. */
export interface GuaranteedLayer {
  readonly layer: MacLayer;
  readonly planned: LayerPlan;
  readonly signs: ActivationSigns;
}

/**
 * Checks the widths of a layer with constant weights: they hold the sums that all activation words
 * can make at most, which are reached, and in one bit less overflow. `golden` adds up.
 */
export function layerGuarantee(
  { layer, planned, signs }: GuaranteedLayer,
  array: PlannedArray,
  golden: GoldenSum = goldenSum,
): LayerGuarantee {
  if (layer.weights.kind !== 'constant') throw new Error(`${layer.name} has no constant weights`);
  const { depth } = layer.weights;
  const { rows } = array.shape;
  const words = layerWords(layer, planned);
  const product = productOf(planned, array);
  const { tile, sum } = layerBits(planned, { words, depth, signs }, array);
  const any = layerBits(planned, { words: undefined, depth, signs }, array);
  const aware: StageBits = { tile, sum };

  const tried = { words, depth, extremesOf: extremeProducts(product, signs) };
  const startOf = (channel: number) => BigInt(ofChannel(planned.starts, channel));
  const attained = (stage: Stage) => (largest: Largest) =>
    attainedSum(stage, largest, { product, words, depth, signs });
  const sums = [
    ...largestTiles(tried, rows).map(attained('tile')),
    ...largestRows(tried, startOf).map(attained('sum')),
  ];
  const check = (stage: Stage) =>
    checkStage(stage, sums, { rows, aware, stated: planned.widths, signs, golden });
  const [inner, outer] = [check('tile'), check('sum')];
  return {
    name: layer.name,
    operator: layer.operator,
    mode: planned.mode,
    depth,
    signs,
    agnostic: { tile: any.tile, sum: any.sum },
    aware,
    stated: planned.widths,
    verdicts: { tile: inner.verdict, sum: outer.verdict },
    sums,
    faults: [...inner.faults, ...outer.faults],
  };
}

function attainedSum(
  stage: Stage,
  { side, channel, from, count, start, bound, reach }: Largest,
  layer: Pick<Summands, 'product'> & {
    readonly words: Uint16Array;
    readonly depth: number;
    readonly signs: ActivationSigns;
  },
): AttainedSum {
  const { product, words, depth, signs } = layer;
  const weights = words.subarray(channel * depth, (channel + 1) * depth);
  const activations = new Uint16Array(depth);
  const inside = weights.subarray(from, from + count);
  activations.set(attainingVector(product, inside, side, signs), from);
  return {
    ...{ stage, side, channel, bound, reach },
    summands: { product, weights, activations, start },
  };
}

interface StageQuestion {
  readonly rows: number;
  readonly aware: StageBits;
  readonly stated: StageBits;
  readonly signs: ActivationSigns;
  readonly golden: GoldenSum;
}

function checkStage(
  stage: Stage,
  all: readonly AttainedSum[],
  question: StageQuestion,
): { readonly verdict: StageVerdict; readonly faults: readonly string[] } {
  const { aware, stated } = question;
  const sums = all.filter((each) => each.stage === stage);
  const name = { tile: 'tile', sum: 'row' }[stage];
  const faults = sums.flatMap((sum) =>
    sumFaults(sum, question).map(
      (fault) => `${name} of channel ${sum.channel}, ${sum.side} side: ${fault}`,
    ),
  );
  const needed = Math.max(1, ...sums.map(({ bound }) => bitsOf(bound)));
  if (needed !== aware[stage]) {
    faults.push(`${name}s need ${needed} bits by trial, ${aware[stage]} by the weights`);
  }
  if (needed > stated[stage]) {
    faults.push(`${name}s need ${needed} bits, the plan states ${stated[stage]}`);
  }
  const widest = sums.filter(({ bound }) => bitsOf(bound) === needed);
  const isReached = ({ bound, reach }: AttainedSum) => bound === reach;
  // Where one start value pulls back, another channel may need all bits nevertheless.
  const overflows = needed === 1 ? null : sums.some((sum) => wraps(sum, needed - 1, question));
  if (overflows === false && widest.some(isReached)) {
    faults.push(`${name}s do not overflow in ${needed - 1} bits`);
  }
  return {
    verdict: {
      attained: SIDES.filter((side) => sums.every((sum) => sum.side !== side || isReached(sum))),
      overflows,
    },
    faults,
  };
}

/** A sum in the bits of the plan, and in those that are just needed, is the integer that it should be. */
function sumFaults(sum: AttainedSum, { rows, aware, stated, signs, golden }: StageQuestion) {
  const { stage, summands, reach } = sum;
  const faults: string[] = [];
  const { activations, product } = summands;
  if (signs === 'non-negative' && activations.some((word) => word > product.activation.maxWord)) {
    faults.push('an activation is negative, where none can be');
  }
  const exact = unboundedSum(summands);
  if (exact !== reach) faults.push(`reaches ${exact}, not ${reach}`);
  for (const bits of new Set([stated[stage], aware[stage]])) {
    const got = golden(summands, { ...stagesOf(sum, aware), rows, [stage]: bits });
    if (got !== exact) faults.push(`is ${got} in ${bits} bits, not ${exact}`);
  }
  return faults;
}

/** Whether a sum is another one in so many bits. */
function wraps(sum: AttainedSum, bits: number, { rows, aware, golden }: StageQuestion): boolean {
  const stages = { ...stagesOf(sum, aware), rows, [sum.stage]: bits };
  return golden(sum.summands, stages) !== unboundedSum(sum.summands);
}

/** Bits of the stage that is not looked at: a tile by itself meets no outer accumulator. */
function stagesOf({ stage }: AttainedSum, aware: StageBits): StageBits {
  return stage === 'tile' ? { tile: aware.tile, sum: UNBOUNDED } : aware;
}
