import type { MacParameters, ProductParameters } from '../../golden/exact/index.ts';
import type { LpFormat } from '../../golden/format.ts';

/**
 * The formats of one side that hardware must read: one fixed format, or every LP<n, es, rs> with es
 * up to a maximum, chosen at run time.
 */
export interface FormatRange {
  /** Bits of the widest word. */
  readonly n: number;
  /** Fraction bits of its logs: F of the fixed format, the largest F of any other. */
  readonly fractionBits: number;
  /** Largest log in units of 2^-fractionBits; the smallest is its negative. */
  readonly maxLog: number;
  /** Bits of a log, two's complement. */
  readonly logWidth: number;
  /** The format, where it is fixed; null where es and rs come at run time. */
  readonly fixed: LpFormat | null;
  /** A format that has the largest log of the range: what worst-case sums are made from. */
  readonly largest: LpFormat;
}

/** A lane of every PE: its own weight, product, partial sum and output channel. */
export interface LaneShape {
  readonly index: number;
  /** n of the words that the lane takes, the widest first. */
  readonly modes: readonly number[];
  /** The weights of the lane's widest mode; in the others their logs have fewer bits. */
  readonly weight: FormatRange;
  /** Worst-case product of the lane: what its widths are derived from. */
  readonly product: ProductParameters;
  /** P_I: bits of a tile's sum. */
  readonly tileWidth: number;
  /** Bits of the partial sum that a PE of each row holds, row 0 (at the top) first. */
  readonly rowWidths: readonly number[];
  /** P_O: bits of the outer accumulator. */
  readonly width: number;
}

/** All numbers of an array that its modules are made from. */
export interface ArrayShape {
  readonly rows: number;
  readonly cols: number;
  /** n of the weight words, the widest first; one where the formats are fixed. */
  readonly modes: readonly number[];
  /** Lane 0, which every mode uses, first. */
  readonly lanes: readonly LaneShape[];
  /** Bits of the container that holds the weight words of all lanes. */
  readonly containerBits: number;
  /** Whether formats come with each tile. */
  readonly runTime: boolean;
  /** Largest es of the run-time formats; 0 where formats are fixed. */
  readonly maxEs: number;
  readonly activation: FormatRange;
  readonly output: FormatRange;
  /** Most vectors of a tile. */
  readonly vectors: number;
  /** Slots for finished vectors: one for each that can be under way, so that nothing stalls. */
  readonly resultSlots: number;
  /** Sets of channel parameters that the feet hold. */
  readonly channelSets: number;
  /** Bits of a start value, two's complement; 0 where there are none (accumulator.startMax 0). */
  readonly startWidth: number;
  /** Bits of a channel's log scale c, two's complement, in units of 2^-Fo. */
  readonly scaleWidth: number;
}

/** Arithmetic that all lanes share. */
export type ArrayArithmetic = Pick<
  MacParameters,
  'converter' | 'converterFraction' | 'align' | 'overflow' | 'accumulatorFraction'
> & {
  /** X: bits below the leading one that the encoder reads. */
  readonly inputBits: number;
  /** Fo: fraction bits of the encoder's log. */
  readonly fraction: number;
  readonly underflow: 'flush' | 'saturate';
};
