import type { ComparedPlan } from './plans.ts';

/** What is compared. */
export interface CompareRequest {
  /** Paths of Liberty files; none: osu018. */
  readonly libraries: readonly string[];
  /** Ids of known designs; null: all of them. Without meaning where there are `configs`. */
  readonly designs: readonly string[] | null;
  /** Designs of a sweep in place of the known ones: configs of kind "systolic" with their names. */
  readonly configs?: readonly SweepConfig[];
  /** Mixes beside the built-in ones, from plans of networks. */
  readonly plans?: readonly ComparedPlan[];
  /** The clock at which area and energy are compared, in ns; null: each library's own. */
  readonly clockNs: number | null;
  /** Streams of operands that energy is measured on; null: all of them. */
  readonly streams: readonly string[] | null;
  /** Longest time for one run of a tool. */
  readonly timeoutSeconds?: number;
}

/** A config as a file would hold it, not yet resolved. */
export interface SweepConfig {
  readonly name: string;
  readonly [option: string]: unknown;
}

export interface CompareProgress {
  /** Pieces of work that are finished, those from the memo included. */
  readonly done: number;
  readonly total: number;
  /** What is under way, e.g. "int8: mapping pe on sky130". */
  readonly what: string;
}

export interface CompareHooks {
  readonly onProgress?: (progress: CompareProgress) => void;
  readonly signal?: AbortSignal;
}
