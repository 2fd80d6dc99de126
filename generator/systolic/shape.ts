import type { DatapathMode } from '../../golden/datapaths/datapath.ts';
import type { DatapathPlan, Term } from './datapath.ts';
import type { Expression } from './expression.ts';

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
  readonly expression: Expression;
  /** Edges from a vector to the outer sums of cluster 0. */
  readonly latency: number;
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
