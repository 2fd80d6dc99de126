import type { DatapathMode } from '../../golden/datapaths/datapath.ts';
import type { DatapathPlan, Term } from './datapath.ts';

/** One sum of a column. */
export interface GridLane {
  readonly index: number;
  /** P: bits of partial sums. */
  readonly width: number;
  /** Bits of outer sums. */
  readonly outerWidth: number;
  /** Lowest bit among the partial sums, and among the outer sums, of a column. */
  readonly offset: number;
  readonly outerOffset: number;
  /** First bit of a product's terms that belongs to the lane. */
  readonly firstTerm: number;
  readonly terms: readonly Term[];
}

/** Sizes of a systolic grid and of everything in it. */
export interface SystolicShape {
  readonly rows: number;
  readonly cols: number;
  /** V: products of a PE. */
  readonly products: number;
  readonly peRows: number;
  readonly columnsPerRegister: number;
  /** Groups of columns that share activation registers. */
  readonly clusters: number;
  readonly gatedWeights: boolean;
  /** d of joined columns; null where none are joined. */
  readonly join: number | null;
  readonly weightBits: number;
  readonly activationBits: number;
  readonly modes: readonly DatapathMode[];
  /** Bits of mode_i; 0 where there is one mode. */
  readonly modeBits: number;
  readonly lanes: readonly GridLane[];
  /** Bits of all partial sums, and of all outer sums, of a column. */
  readonly sumBits: number;
  readonly outerBits: number;
  /** A: the LSB of a sum is 2^-A. */
  readonly fraction: number;
  readonly plan: DatapathPlan;
  /** Edges from a vector to the outer sums of cluster 0. */
  readonly latency: number;
}

/** The same with words as product modules take them: those of several weights, or activations, side by side. */
export function withModuleWords<
  S extends Pick<SystolicShape, 'plan' | 'weightBits' | 'activationBits'>,
>(shape: S): S {
  const { words = 1 } = shape.plan;
  const { weightBits, activationBits } = shape;
  return { ...shape, weightBits: words * weightBits, activationBits: words * activationBits };
}

/** The same grid, counted in product modules where those take several words. */
export function inProductModules(shape: SystolicShape): SystolicShape {
  const { words = 1 } = shape.plan;
  const { rows, products } = shape;
  return { ...withModuleWords(shape), rows: rows / words, products: products / words };
}

/** "8 weights", or "4 pairs of weights" where product modules take two. */
export function counted(
  count: number,
  { plan }: Pick<SystolicShape, 'plan'>,
  noun: string,
): string {
  const paired = plan.words === 2;
  if (count === 1) return paired ? `a pair of ${noun}s` : `one ${noun}`;
  return `${count} ${nouns({ plan }, noun)}`;
}

/** "weights", or "pairs of weights". */
export function nouns({ plan }: Pick<SystolicShape, 'plan'>, noun: string): string {
  return plan.words === 2 ? `pairs of ${noun}s` : `${noun}s`;
}

/** Divides a product's terms among the lanes; those of a lane are neighbours. */
export function gridLanes(
  terms: readonly Term[],
  widths: readonly number[],
  outerBits: number,
): GridLane[] {
  let offset = 0;
  let outerOffset = 0;
  return widths.map((width, index) => {
    const firstTerm = terms.findIndex(({ lane }) => lane === index);
    const own = terms.filter(({ lane }) => lane === index);
    if (own.length === 0 || terms[firstTerm + own.length - 1]?.lane !== index) {
      throw new TypeError(`the terms of lane ${index} are not neighbours`);
    }
    const lane = {
      index,
      width,
      outerWidth: width + outerBits,
      offset,
      outerOffset,
      firstTerm,
      terms: own,
    };
    offset += lane.width;
    outerOffset += lane.outerWidth;
    return lane;
  });
}
